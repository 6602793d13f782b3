"""The hidden lists of answers, and the dependent ones: the cadres d'emplois of a filière, the grades of a cadre."""

from __future__ import annotations

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from schemas.registers import Choices, Field, Register, Sheet
from workbook_templates.layout import LISTS_SHEET
from workbook_templates.registers.layout import RegisterLayout

_Key = tuple[str, tuple[str, ...]]


class Lists:
    """One column of labels for each list; beside it, for a list with a parent, the label of the parent."""

    def __init__(self, layout: RegisterLayout) -> None:
        self.layout, self.register = layout, layout.register
        self._columns: dict[_Key, int] = {}
        self._choices: dict[_Key, tuple[Choices, Field | None]] = {}
        for sheet in self.register.sheets.values():
            for item in sheet.fields:
                if item.choices is not None:
                    self._add(item.choices, sheet.by_code[item.within] if item.within else None)

    def _add(self, choices: Choices, parent: Field | None) -> None:
        key = _key(choices)
        if key not in self._columns:
            self._columns[key] = 2 * len(self._columns)
            self._choices[key] = (choices, None)
        if parent is not None:
            self._choices[key] = (choices, parent)

    def source(self, sheet: Sheet, item: Field) -> str:
        """The formula of the answers of a field, on its first line: all, or those of the parent chosen there."""
        assert item.choices is not None
        key = _key(item.choices)
        every = self._range(key, 0)
        if not item.within:
            return f"={every}"
        parents, chosen = self._range(key, 1), self.layout.cell(sheet, item.within)
        first = f"{LISTS_SHEET}!${xl_col_to_name(self._columns[key])}$1"
        own = f"OFFSET({first},MATCH({chosen},{parents},0),0,COUNTIF({parents},{chosen}),1)"
        return f"=IF(COUNTIF({parents},{chosen})=0,{every},{own})"

    def _range(self, key: _Key, beside: int) -> str:
        letter = xl_col_to_name(self._columns[key] + beside)
        return f"{LISTS_SHEET}!${letter}$2:${letter}${len(self._choices[key][0].elements) + 1}"

    def write(self, worksheet: Worksheet) -> None:
        """The hidden sheet."""
        for key, column in self._columns.items():
            choices, parent = self._choices[key]
            worksheet.write_string(0, column, choices.nomenclature.name)
            for line, element in enumerate(choices.elements, start=1):
                worksheet.write_string(line, column, choices.shown[element.code])
                if parent is not None and parent.choices is not None:
                    worksheet.write_string(line, column + 1, parent.choices.shown.get(element.parent, ""))
        worksheet.protect("")
        worksheet.hide()


def _key(choices: Choices) -> _Key:
    return choices.nomenclature.name, tuple(element.code for element in choices.elements)


def annexes(register: Register) -> list[Choices]:
    """The lists of the register, each once, in the order of the sheets."""
    found: dict[_Key, Choices] = {}
    for sheet in register.sheets.values():
        for item in sheet.fields:
            if item.choices is not None:
                found.setdefault(_key(item.choices), item.choices)
    return list(found.values())
