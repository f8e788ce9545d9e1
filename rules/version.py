"""RULES_VERSION: which rules and reference data judged. It changes with every change of either."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent


@cache
def rules_version() -> str:
    """Twelve hexadecimal places of a digest over every source and data file under rules/."""
    digest = hashlib.sha256()
    for path in sorted(p for p in HERE.rglob("*") if p.suffix in {".py", ".csv", ".yaml", ".json"}):
        digest.update(path.relative_to(HERE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
