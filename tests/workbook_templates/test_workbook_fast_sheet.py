"""The fast worksheet writes the bytes of XlsxWriter's own, whatever is written in it."""

from __future__ import annotations

import warnings
from datetime import datetime
from fractions import Fraction
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from workbook_templates.fast_sheet import FastSheet

FORMATS = ({"bold": True}, {"num_format": "0.00"}, {"bold": True}, {"locked": False, "bg_color": "#FFFFFF"})
"""The third is the first again: XlsxWriter gives them one number."""

TEXTS = ("", " deux ", "<b>&\"É'", "a\nb", "\x07_x0041_", "=1+1", "<r>&</r>", "1.1.1!G018")
LONG = ("x" * 16_001, "🙂" * 20_000)
"""The second is cut."""

FORMULAS = ("=A1+1", "A1<2", '=IF(A1>"é&è","",SUM(B1:B3))', "=A1&B1", "''!A1")
RESULTS = (0, 3, 2.5, -1e-7, 1e21, True, False, "", "texte", "<&>", "#N/A", "#DIV/0!", "12", None)
NUMBERS = (0, -3, 10**17, 1e300, 0.1, -0.0, True, Fraction(1, 3))

lines, columns = st.integers(0, 40), st.integers(0, 30)
formats = st.none() | st.integers(0, len(FORMATS) - 1)
texts = st.sampled_from(TEXTS) | st.text(max_size=8)
numbers = st.sampled_from(NUMBERS) | st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(10**9), 10**9)


def cell(name, *contents):
    return st.tuples(st.just(name), lines, columns, *contents)


contents = st.one_of(
    cell("write_string", texts, formats),
    cell("write_number", numbers, formats),
    cell("write_blank", st.none(), formats),
    cell("write_formula", st.sampled_from(FORMULAS), formats, st.sampled_from(RESULTS) | numbers),
    cell("write_boolean", st.booleans(), formats),
    cell("write_datetime", st.just(datetime(2019, 12, 31, 8)), formats),
    cell("write_url", st.just("internal:'Feuille'!A1"), formats, texts.filter(bool)),
    cell("write_comment", st.just("Aide")),
    st.tuples(st.just("set_row"), lines, st.sampled_from((None, 0, 12.75, 40)), formats, st.just({"hidden": True})),
    st.tuples(st.just("set_row"), lines, st.none(), formats),
    st.tuples(st.just("set_column"), columns, columns, st.just(12.5), formats),
    st.tuples(st.just("write_string"), st.just(1_048_576), columns, st.just("trop bas"), formats),
)


def written(worksheet_class, calls) -> tuple[bytes, list[object]]:
    """The file that these calls give, and what they return. An integer that follows the contents is a format."""
    stream, answers = BytesIO(), []
    with Workbook(stream, {"in_memory": True, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"created": datetime(2020, 1, 1)})
        made = [workbook.add_format(dict(properties)) for properties in FORMATS]
        workbook.worksheet_class = worksheet_class
        for sheet in range(2):
            worksheet = workbook.add_worksheet()
            for name, *arguments in calls[sheet::2]:
                answers.append(getattr(worksheet, name)(*_with_formats(name, arguments, made)))
    return stream.getvalue(), answers


def _with_formats(name, arguments, made):
    place = {"set_row": 2, "merge_range": 5, "write_rich_string": 9}.get(name, 3)
    if len(arguments) > place and arguments[place] is not None:
        return [*arguments[:place], made[arguments[place]], *arguments[place + 1 :]]
    return arguments


@settings(max_examples=40)
@given(st.lists(contents, max_size=40))
def test_the_bytes_are_those_of_a_plain_worksheet(calls) -> None:
    assert written(FastSheet, calls) == written(Worksheet, calls)


def every_call():
    """Each kind of content with each format, in a table with merged cells and cells that take another's format."""
    yield ("set_column", 2, 3, 9.0, 1)
    yield ("set_column", 2, 3, 9.0, 1)
    yield ("set_row", 5, 30, 3)
    yield ("set_row", 5, 30, 3)
    for rank, style in enumerate((None, 0, 1, 2, 3)):
        for line, text in enumerate(TEXTS + LONG):
            yield ("write_string", line, rank, text, style)
        for line, (formula, result) in enumerate((one, two) for one in FORMULAS for two in RESULTS):
            yield ("write_formula", line, 6 + rank, formula, style, result)
        for line, number in enumerate(NUMBERS):
            yield ("write_number", line, 12 + rank, number, style)
        yield ("write_blank", 3, 20 + rank, None, style)
        yield ("write_boolean", 4, 20 + rank, True, style)
    for line in (200, 205):
        for sheet in (0, 1):
            yield ("merge_range", line, sheet, line + 2, sheet + 4, "fusionnées", sheet)
    yield ("write_rich_string", 210, 1, "un ", "deux", " <trois>")
    yield ("write_rich_string", 211, 1, "un ", "deux", " <trois>")
    yield ("write_comment", 300, 4, "sur une ligne vide")
    yield ("write_comment", 300, 4, "sur une ligne vide")


def test_every_kind_of_content_gives_the_same_bytes() -> None:
    calls = list(every_call())
    assert written(FastSheet, calls) == written(Worksheet, calls)


@pytest.mark.parametrize("worksheet_class", [FastSheet, Worksheet])
def test_what_is_not_a_figure_is_refused_as_a_plain_worksheet_does(worksheet_class) -> None:
    with pytest.raises(TypeError, match="NAN/INF"):
        written(worksheet_class, [("write_number", 0, 0, float("nan"), None)])


@pytest.mark.parametrize("worksheet_class", [FastSheet, Worksheet])
def test_an_empty_formula_is_said(worksheet_class) -> None:
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        _, answers = written(worksheet_class, [("write_formula", 0, 0, "", None, 0)])
    assert answers == [-1] and len(said) == 1
