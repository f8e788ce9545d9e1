"""What is known about certificates: one vocabulary, one file a rule, dated reference data. Imports nothing of the service."""
