"""Rules that lay a claim beside the register's record."""
