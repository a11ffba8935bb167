"""The file of a store: made, opened, recognised, brought up to date, set aside, destroyed."""
