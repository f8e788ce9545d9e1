"""derived: a column computed from claims at most once, by whoever asks first, and kept on them."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rules.claims import Claims


def derived(question: Callable[[Claims], Any]) -> Callable[[Claims], Any]:
    """Keep the answer of a function of claims alone, so that several rules share it."""
    name = f"{question.__module__}.{question.__qualname__}"

    @wraps(question)
    def answer(claims: Claims) -> Any:
        kept = vars(claims)
        if name not in kept:
            kept[name] = question(claims)
        return kept[name]

    return answer
