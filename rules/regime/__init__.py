"""Rules that recognise the papers of other registers."""
