"""Rules on QR texts and addresses."""
