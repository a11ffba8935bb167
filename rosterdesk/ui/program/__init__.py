"""What all windows of the program share: the session, its workers, what was chosen, the lock."""
