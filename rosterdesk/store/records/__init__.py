"""What the store keeps of records: the tables, and the way of an entity into its row."""
