"""What is written in the workbook of the agent sheets: columns of values as people read them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Address = Callable[[str], str]
"""Code of a field of the line → its reference in a formula of that line; `agents.x`: that field of its agent, '' when
the key of the line is no agent's.
"""


@dataclass(frozen=True, slots=True)
class Computed:
    """The cached value of a cell that holds its declared formula; '' shows nothing."""

    value: float | str


@dataclass(frozen=True)
class Contents:
    """`columns`: sheet → field → shown values (labels, numbers, dates, texts, `Computed`, None), line by line.

    `answers`: field of « Collectivité » → shown value. `formulas`: name of a declared formula → its text (with `=`)
    from the references of the fields of a line.
    """

    columns: Mapping[str, Mapping[str, Sequence[Any]]] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)
    formulas: Mapping[str, Callable[[Address], str]] = field(default_factory=dict)

    def lines(self, sheet: str) -> int:
        """Number of lines of a sheet."""
        return max((len(values) for values in self.columns.get(sheet, {}).values()), default=0)
