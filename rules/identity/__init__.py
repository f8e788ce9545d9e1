"""Rules on names and identity numbers."""
