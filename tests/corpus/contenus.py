"""The contents of the cells of an .xlsx, as its XML says them."""

from __future__ import annotations

Content = tuple[str, str]
"""Type of a cell of an .xlsx and its inner XML."""


def number(value: float) -> Content:
    return "", f"<v>{value}</v>"


def text(value: str) -> Content:
    return ' t="inlineStr"', f'<is><t xml:space="preserve">{value}</t></is>'


def error(value: str) -> Content:
    return ' t="e"', f"<v>{value}</v>"


def truth(value: bool) -> Content:
    return ' t="b"', f"<v>{int(value)}</v>"


def formula(expression: str, result: str = "") -> Content:
    return "", f"<f>{expression}</f>" + (f"<v>{result}</v>" if result else "")


def day(serial: int) -> Content:
    return "date", f"<v>{serial}</v>"


BLANK: Content = ("", "")
