"""What a window shows of a store, and how its user moves through it. Knows no widget."""
