"""The lines of the « À reprendre » sheet: what each one holds, which go together, and how they are read back.

What is shown is cut short: hidden columns hold the whole. `ANCHOR` starts with `reprise!` for an answer that was
carried for confirmation, with `cellules!` for the others; it is `groupe!` for the line that heads a table. `HELD` holds
everything that the line stands for, `COUNT` how many values.

The first workbooks had one line a value and one column a text: they are read too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

TO_DO, DONE = "À faire", "Fait"
PREFIX, CELLS, GROUP = "reprise!", "cellules!", "groupe!"

STATE, CELL, LABEL, VALUE, WHERE, ANCHOR, COUNT, HELD = range(8)
"""The columns; the last three are hidden."""

OTHERS = "Autres cellules possibles\u00a0: "
_KEPT = 500
"""Most variables kept for one value: a cell holds 32,767 characters."""
_HELD = 30_000
"""Most characters of what one line stands for, for the same reason."""

_FORMER = {"task": 1, "label": 3, "value": 4, "where": 5, "why": 6}
_FORMER_ANCHOR = 7


@dataclass(frozen=True, slots=True)
class Rework:
    """One thing to take up again: plain texts, and the variables of the cells it concerns, the likeliest first.

    `confirm`: the answer stands in its cell already, and waits for a confirmation. `done`: the user said so.
    """

    task: str
    variables: tuple[str, ...]
    label: str
    value: str
    where: str
    why: str
    confirm: bool = False
    done: bool = False

    @property
    def table(self) -> str:
        """The table of its likeliest cell, '' when no cell awaits it."""
        return self.variables[0].partition("!")[0] if self.variables else ""


def grouped(items: Iterable[Rework]) -> list[list[Rework]]:
    """What one heading can introduce: same table, same task, same reason, in the order they were met."""
    tables: dict[str, dict[tuple[str, str], list[Rework]]] = {}
    for item in items:
        tables.setdefault(item.table, {}).setdefault((item.task, item.why), []).append(item)
    return [group for reasons in tables.values() for group in reasons.values()]


def lines_of(group: Sequence[Rework]) -> Iterator[list[Rework]]:
    """The values of a group, line by line: together when they await the cells of one row, in the same state."""
    for _, told in groupby(enumerate(group), key=lambda ranked: _row(*ranked)):
        yield from _bounded([item for _, item in told])


def _bounded(items: Sequence[Rework]) -> Iterator[list[Rework]]:
    """The values of a row, in as many lines as hidden cells need to hold them."""
    line: list[Rework] = []
    size = 0
    for item in items:
        needed = len(held_by([item]))
        if line and size + needed > _HELD:
            yield line
            line, size = [], 0
        line.append(item)
        size += needed
    yield line


def _row(rank: int, item: Rework) -> object:
    """What is common to the values of one line; an answer to confirm stands alone."""
    if item.confirm or not item.variables:
        return rank
    return [code.rpartition(".")[0] for code in item.variables], item.done


def anchor_of(items: Sequence[Rework]) -> str:
    """The text by which a line is found."""
    return f"{PREFIX}{' '.join(items[0].variables)}" if items[0].confirm else CELLS


def held_by(items: Sequence[Rework]) -> str:
    """Everything that a line stands for, but its state."""
    told = [
        [item.task, " ".join(item.variables[:_KEPT]), item.label, item.value, item.where, item.why] for item in items
    ]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def read_rework(sheet: Iterable[Sequence[object]]) -> list[Rework]:
    """What was given to `rework_sheet`, table after table, from the raw lines of the sheet.

    A state that some software did not compute is that of its heading.
    """
    found: list[Rework] = []
    heading = ""
    for line in sheet:
        anchor, state = _text(line, ANCHOR), _text(line, STATE)
        if anchor == GROUP:
            heading = state
        elif anchor.startswith((PREFIX, CELLS)):
            done, confirm = _is_done(state or heading), anchor.startswith(PREFIX)
            found += (replace(item, confirm=confirm, done=done) for item in _held(line))
        elif state in (TO_DO, DONE) or _text(line, _FORMER_ANCHOR).startswith((PREFIX, CELLS)):
            found.append(_former(line))
    return found


def read_confirmed(sheet: Iterable[Sequence[object]]) -> dict[str, bool]:
    """Of the answers carried for confirmation, which ones were confirmed, from the raw lines of the sheet."""
    return {code: item.done for item in read_rework(sheet) if item.confirm for code in item.variables}


def _held(line: Sequence[object]) -> list[Rework]:
    """What a line stands for; what it shows when somebody spoilt its hidden part."""
    try:
        told = [[str(text) for text in item] for item in json.loads(_text(line, HELD))]
        return [
            Rework(task, tuple(codes.split()), label, value, where, why)
            for task, codes, label, value, where, why in told
        ]
    except (ValueError, TypeError, RecursionError):
        codes = _text(line, ANCHOR).removeprefix(CELLS).removeprefix(PREFIX)
        label, value, where = (_text(line, column) for column in (LABEL, VALUE, WHERE))
        return [Rework("", tuple(codes.split()), label, value, where, "")]


def _former(line: Sequence[object]) -> Rework:
    texts = {name: _text(line, column) for name, column in _FORMER.items()}
    texts["why"] = texts["why"].partition(OTHERS)[0].strip()
    anchor = _text(line, _FORMER_ANCHOR)
    codes = anchor.removeprefix(PREFIX).removeprefix(CELLS).split()
    return Rework(variables=tuple(codes), confirm=anchor.startswith(PREFIX), done=_is_done(_text(line, STATE)), **texts)


def _text(line: Sequence[object], column: int) -> str:
    return str(line[column]) if column < len(line) else ""


def _is_done(state: str) -> bool:
    return state.strip().casefold() == DONE.casefold()
