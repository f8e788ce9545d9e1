"""Rules that compare the rows of one roster."""
