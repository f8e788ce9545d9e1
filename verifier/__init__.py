"""The service: takes rosters and claims, puts the rules to them, asks registers, keeps what came out."""
