"""Typed entry of the agent sheets: data validation, with French messages."""

from __future__ import annotations

from datetime import date
from typing import Any

from schemas.registers import AGENTS, KEY, Field, FieldKind, Sheet
from workbook_templates.registers.layout import RegisterLayout
from workbook_templates.registers.lists import Lists

_TITLE, _MESSAGE = 32, 255
"""Longest title and message that Excel takes."""

LONGEST_TEXT = 250
_LARGEST = 99_999_999
_FIRST_DAY = date(1920, 1, 1)
_YEARS_AHEAD = 5
_REFUSED = "Valeur refusée"
_STEPS = {0.5: "par demi (0,5)", 0.25: "par quart (0,25)"}
"""Steps that the entry enforces, in words; a field with one of them has no maximum."""


def entry_rule(layout: RegisterLayout, lists: Lists, sheet: Sheet, item: Field, address: str) -> dict[str, Any]:
    """Options of XlsxWriter's `data_validation` for a field; `address` is its first cell, relative."""
    rule = _rule(layout, lists, sheet, item, address)
    prompt = _prompt(item)
    if prompt:
        rule |= {"input_title": _cut(item.label, _TITLE), "input_message": _cut(prompt, _MESSAGE)}
    return rule


def _rule(layout: RegisterLayout, lists: Lists, sheet: Sheet, item: Field, address: str) -> dict[str, Any]:
    match item.kind:
        case FieldKind.CLE:
            return _key_rule(layout, sheet, address)
        case FieldKind.TEXTE | FieldKind.ANNEE:
            message = f"Le texte ne peut pas dépasser {LONGEST_TEXT} caractères."
            return _refusal(message, "length", criteria="<=", value=LONGEST_TEXT)
        case FieldKind.SIRET:
            digits = f'SUBSTITUTE({address}," ","")'
            message = "Le SIRET compte quatorze chiffres\u00a0; les espaces sont acceptés."
            return _refusal(message, "custom", value=f"=AND(LEN({digits})=14,ISNUMBER(VALUE({digits})))")
        case FieldKind.ENTIER:
            message = "Saisissez un nombre entier, positif ou nul. Laissez vide si vous ne savez pas."
            return _refusal(message, "integer", criteria="between", minimum=0, maximum=_LARGEST)
        case FieldKind.DECIMAL if item.step in _STEPS:
            times = round(1 / item.step)
            whole = f"ROUND({address}*{times},6)=ROUND({address}*{times},0)"
            message = f"Saisissez un nombre positif ou nul, {_STEPS[item.step]}."
            return _refusal(message, "custom", value=f"=AND(ISNUMBER({address}),{address}>=0,{whole})")
        case FieldKind.DECIMAL | FieldKind.MONTANT:
            largest = item.maximum if item.maximum is not None else _LARGEST
            upto = f", {_figure(largest)} au plus" if item.maximum is not None else ""
            return _refusal(
                f"Saisissez un nombre positif ou nul{upto}.", "decimal", criteria="between", minimum=0, maximum=largest
            )
        case FieldKind.DATE | FieldKind.MOIS_ANNEE:
            shape = "jj/mm/aaaa, par exemple 01/09" if item.kind is FieldKind.DATE else "mm/aaaa, par exemple 09"
            message = f"Saisissez une date\u00a0: {shape}/{layout.register.year}."
            last = date(layout.register.year + _YEARS_AHEAD, 12, 31)
            return _refusal(message, "date", criteria="between", minimum=_FIRST_DAY, maximum=last)
    source = lists.source(sheet, item)
    if item.kind is FieldKind.LISTE_MULTIPLE:
        return {"validate": "list", "source": source, "show_error": False}
    return _refusal("Choisissez une réponse dans la liste déroulante.", "list", source=source)


def _key_rule(layout: RegisterLayout, sheet: Sheet, address: str) -> dict[str, Any]:
    """On « Agents », a key that is given once and is no social security number; elsewhere, one of those keys."""
    agents = layout.register.sheets[AGENTS]
    if sheet.code == AGENTS:
        once = f"COUNTIF({layout.whole(sheet, KEY)},{address})=1"
        number = f"AND(LEN({address})>=13,LEN({address})<=15,ISNUMBER(VALUE({address})))"
        message = (
            "Cette clé est déjà donnée à un autre agent, ou ressemble à un numéro de sécurité sociale\u00a0: "
            "choisissez-en une autre."
        )
        # VALUE of a key such as D012 is an error, which a custom rule takes as a refusal.
        return _refusal(message, "custom", value=f"=AND({once},NOT(IFERROR({number},FALSE)))")
    keys = layout.keys(agents)
    first = f"'{agents.title}'!{layout.whole(agents, KEY).partition(':')[0]}"
    message = (
        "Cette clé n’est pas dans la feuille «\u00a0Agents\u00a0»\u00a0: "
        "vérifiez-la, ou ajoutez l’agent à cette feuille."
    )
    source = f"=OFFSET({first},0,0,MAX(1,COUNTA({keys})),1)"
    return _refusal(message, "list", source=source, error_type="warning")


def _prompt(item: Field) -> str:
    said = [item.help] if item.help else []
    if item.condition is not None:
        said.append(f"À remplir {item.condition.text}.")
    if item.kind is FieldKind.LISTE_MULTIPLE:
        said.append("Plusieurs réponses\u00a0: séparez-les par un point-virgule.")
    return " ".join(said)


def _refusal(message: str, rule: str, **limits: Any) -> dict[str, Any]:
    return {"error_title": _REFUSED, "error_message": _cut(message, _MESSAGE), **limits, "validate": rule}


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def _figure(value: float) -> str:
    return str(int(value)) if value == int(value) else str(value).replace(".", ",")
