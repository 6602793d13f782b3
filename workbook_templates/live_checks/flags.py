"""Hidden flags on the indicators' sheets: the cells of a broken rule turn visibly wrong where they are typed.

Conditional formats may only read their own sheet. The hidden state of each row therefore carries, besides the bit
« closed » of `live_states`, one bit for each group of columns that the same anomalies concern: the value of the bit is
`2 ** rank`, rank 0 being « closed ».
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from xlsxwriter.utility import xl_rowcol_to_cell

from workbook_templates.entry_rules import rectangles
from workbook_templates.layout import COUNT_LINE, LABEL_COLUMN, LIVE_CHECKS_SHEET, STATE_COLUMN, TableLayout
from workbook_templates.live_checks.hidden_sheet import count_address
from workbook_templates.live_checks.program import LiveChecks
from workbook_templates.sheet_frame import SheetFrame

NOTICE_LINE = 3
"""Line of a sheet, between the links and the first table, that says how many anomalies concern it."""

_ONE, _MANY = (f" {word}\u00a0: voir la feuille «\u00a0Contrôles\u00a0»." for word in ("anomalie", "anomalies"))
_GROUPS = 40
"""Most bits of a flag: a spreadsheet holds whole numbers exactly up to 2 ** 53."""


@dataclass(frozen=True)
class Group:
    """Columns of a table that the same instances concern: for each row code, their lines on the hidden sheet."""

    columns: tuple[str, ...]
    lines: Mapping[str, tuple[int, ...]]


@lru_cache(maxsize=1024)
def groups_of(checks: LiveChecks, table: str) -> tuple[Group, ...]:
    """The groups of columns of a table, none when no rule concerns it."""
    columns: dict[str, dict[str, tuple[int, ...]]] = {}
    for (row, column), lines in checks.marks.get(table, {}).items():
        columns.setdefault(column, {})[row] = lines
    alike: dict[frozenset[tuple[str, tuple[int, ...]]], list[str]] = {}
    for column, rows in columns.items():
        alike.setdefault(frozenset(rows.items()), []).append(column)
    groups = [Group(tuple(names), columns[names[0]]) for names in alike.values()]
    return (*groups[: _GROUPS - 1], *_merged(groups[_GROUPS - 1 :]))


def _merged(groups: list[Group]) -> Iterator[Group]:
    """One group of all that no bit is left for."""
    lines: dict[str, set[int]] = {}
    for group in groups:
        for row, own in group.lines.items():
            lines.setdefault(row, set()).update(own)
    if groups:
        columns = tuple(column for group in groups for column in group.columns)
        yield Group(columns, {row: tuple(sorted(own)) for row, own in lines.items()})


@dataclass(frozen=True)
class RowFlag:
    """What the rules add to the state of a row: a formula (without `=`), and the lines that turn on each bit."""

    formula: str
    bits: tuple[tuple[int, tuple[int, ...]], ...]

    def value(self, failing: frozenset[int]) -> int:
        """The present value, when the instances of these lines fail."""
        return sum(bit for bit, lines in self.bits if not failing.isdisjoint(lines))


def row_flags(checks: LiveChecks | None, table: str) -> Mapping[str, RowFlag]:
    """The flags of the rows of a table that rules concern, by row code."""
    return _row_flags(checks, table) if checks else {}


@lru_cache(maxsize=1024)
def _row_flags(checks: LiveChecks, table: str) -> Mapping[str, RowFlag]:
    bits: dict[str, list[tuple[int, tuple[int, ...]]]] = {}
    for rank, group in enumerate(groups_of(checks, table), start=1):
        for row, lines in group.lines.items():
            bits.setdefault(row, []).append((1 << rank, lines))
    return {
        row: RowFlag("+".join(f"{bit}*({_sum(lines)}>0)" for bit, lines in found), tuple(found))
        for row, found in bits.items()
    }


def write_flags(frame: SheetFrame, placed: TableLayout, written: Collection[str]) -> None:
    """Write the flags of the rows of a table, but those `written` with their state, and the formats that read them."""
    values = frame.context.checks
    if values is None or not (groups := groups_of(values.checks, placed.table.id)):
        return
    for row, flag in row_flags(values.checks, placed.table.id).items():
        if row not in written:
            style, value = frame.styles["cache"], flag.value(values.failing)
            frame.worksheet.write_formula(placed.rows[row], STATE_COLUMN, f"={flag.formula}", style, value)
    state = xl_rowcol_to_cell(placed.first_line, STATE_COLUMN, col_abs=True)
    for rank, group in enumerate(groups, start=1):
        criteria = f"=INT({state}/{1 << rank})<>2*INT({state}/{2 << rank})"
        columns = sorted(placed.columns[code] for code in group.columns)
        lines = (placed.first_line, placed.last_line)
        areas = [(lines[0], first, lines[1], last) for first, last in _runs(columns)]
        _format(frame, areas, criteria, "incoherent")
    label = (placed.first_line, LABEL_COLUMN, placed.last_line, LABEL_COLUMN)
    _format(frame, [label], f"=N({state})>=2", "incoherent_libelle")


def notice(frame: SheetFrame) -> None:
    """The number of anomalies of an indicator, on the hidden cell of its first line, and a live sentence."""
    values, code = frame.context.checks, frame.sheet.indicator.code
    count = values.of_indicator(code) if values else None
    if values is None or count is None:
        return
    counts = ",".join(count_address(live) for live in values.checks.of_indicator[code])
    frame.worksheet.write_formula(COUNT_LINE, STATE_COLUMN, f"=SUM({counts})", frame.styles["cache"], count)
    cell = xl_rowcol_to_cell(COUNT_LINE, STATE_COLUMN)
    formula = f'=IF({cell}=0,"","▲ "&{cell}&IF({cell}>1,"{_MANY}","{_ONE}"))'
    shown = f"▲ {count}{_MANY if count > 1 else _ONE}" if count else ""
    frame.wide_formula(NOTICE_LINE, formula, shown, "avis", _MANY)


def _format(frame: SheetFrame, areas: list[tuple[int, int, int, int]], criteria: str, style: str) -> None:
    options = {"type": "formula", "criteria": criteria, "format": frame.styles.conditional(style)}
    if len(areas) > 1:
        options["multi_range"] = " ".join(
            f"{xl_rowcol_to_cell(*area[:2])}:{xl_rowcol_to_cell(*area[2:])}" for area in areas
        )
    frame.worksheet.conditional_format(*areas[0], options)


def _runs(columns: list[int]) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    for column in columns:
        if runs and runs[-1][1] == column - 1:
            runs[-1] = (runs[-1][0], column)
        else:
            runs.append((column, column))
    return runs


def _sum(lines: tuple[int, ...]) -> str:
    """The sum of the states of some instances; neighbours become ranges."""
    areas = rectangles((line, 0) for line in lines)
    addresses = [
        f"{LIVE_CHECKS_SHEET}!E{first + 1}" + (f":E{last + 1}" if last != first else "") for first, _, last, _ in areas
    ]
    return f"SUM({','.join(addresses)})"
