"""Serial numbers ↔ dates, for the cells that calamine leaves as numbers (.xlsb)."""

from datetime import date, datetime, time, timedelta

_BASE_1900 = datetime(1899, 12, 30)
_BASE_1904 = datetime(1904, 1, 1)
FORMATS_DATES = frozenset((*range(14, 23), 45, 47))
"""Built-in number formats that show a date or a time (ECMA-376 18.8.30)."""
FORMATS_DUREES = frozenset((46,))


def depuis_serie(serie: int, base_1904: bool) -> date | time:
    """The date of a whole serial number, as calamine gives it for .xlsx: 0 is midnight, else a date.

    Raises OverflowError outside the years that Python knows.
    """
    if serie == 0 and not base_1904:
        return time(0, 0)
    if not base_1904 and 0 < serie < 60:
        serie += 1  # Excel counts a 29 February 1900
    return ((_BASE_1904 if base_1904 else _BASE_1900) + timedelta(days=serie)).date()


def nature(format_: str) -> str:
    """'date', 'duree' or '' for a custom number format; only its first section counts."""
    section = _sans_litteraux(format_)
    crochets = section.split("[")[1:]
    if any(c.split("]")[0].lower().strip("hms") == "" and c.split("]")[0] for c in crochets):
        return "duree"
    hors = "".join(reste.split("]")[-1] for reste in section.split("["))
    return "date" if any(lettre in "dmhysDMHYS" for lettre in hors) else ""


def _sans_litteraux(format_: str) -> str:
    """First section without quoted text nor escaped, padding or filling characters."""
    garde: list[str] = []
    cite, position = False, 0
    while position < len(format_):
        lettre = format_[position]
        if lettre == '"':
            cite = not cite
        elif not cite:
            if lettre == ";":
                break
            if lettre in "\\_*":
                position += 1
            else:
                garde.append(lettre)
        position += 1
    return "".join(garde)
