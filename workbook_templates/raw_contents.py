"""Contents written back as they were typed."""

from __future__ import annotations

from datetime import date, datetime, time

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet


def write_raw(worksheet: Worksheet, line: int, column: int, raw: object, style: Format) -> None:
    """Write a content as it was typed. A text is a text: never a formula, a link or a number."""
    match raw:
        case bool():
            worksheet.write_boolean(line, column, raw, style)
        case int() | float():
            worksheet.write_number(line, column, raw, style)
        case date() | datetime() | time():
            worksheet.write_datetime(line, column, raw, style)  # type: ignore[call-overload]  # it takes the three kinds
        case _:
            worksheet.write_string(line, column, str(raw), style)


def raw_format(raw: object) -> str:
    """The number format without which a spreadsheet would take a content for another; '' when any will do."""
    match raw:
        case bool():
            return "General"
        case datetime():
            return "dd/mm/yyyy hh:mm"
        case date():
            return "dd/mm/yyyy"
        case time():
            return "hh:mm"
    return ""
