"""How the window looks and speaks: colours, icons, words, safe text. Knows no roster."""
