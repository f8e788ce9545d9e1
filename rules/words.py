"""Words: a text column as whole numbers into its distinct values, so that a question is asked once of each value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa


class Words:
    """A column of text as codes into its distinct values. A missing text has the code of some value: mask it."""

    def __init__(self, text: pa.Array):
        encoded = text.dictionary_encode()
        self.values: list[str] = encoded.dictionary.to_pylist() or [""]
        self.codes: np.ndarray = encoded.indices.fill_null(0).to_numpy(zero_copy_only=False)

    def each(self, question: Callable[[str], Any], dtype: Any = bool) -> np.ndarray:
        """The answer for each row, asked once of each distinct value."""
        return np.fromiter(map(question, self.values), dtype, len(self.values))[self.codes]

    def objects(self, question: Callable[[str], Any]) -> np.ndarray:
        """The same for answers that are objects."""
        answers = np.empty(len(self.values), object)
        answers[:] = [question(value) for value in self.values]
        return answers[self.codes]
