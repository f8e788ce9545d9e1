"""Rules on number, item, dates and issuer of the certificate."""
