"""What a run writes: staged, then published, with the journals of syncs and of changes."""
