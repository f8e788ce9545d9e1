"""What is kept: one module an aggregate. They ask and change rows in the caller's transaction; they never commit and never decide."""

from verifier.store import checks, layouts, rosters

__all__ = ["checks", "layouts", "rosters"]
