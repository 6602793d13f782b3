"""The words and signs that the reports share."""

from __future__ import annotations

from processors.findings import Severity
from processors.libelles import nombre, valeur

MARKS = {Severity.BLOQUANT: "✖", Severity.ALERTE: "▲", Severity.INFORMATION: "●"}
NAMES = {
    Severity.BLOQUANT: ("anomalie bloquante", "anomalies bloquantes"),
    Severity.ALERTE: ("alerte", "alertes"),
    Severity.INFORMATION: ("information", "informations"),
}
MEANINGS = {
    Severity.BLOQUANT: "À corriger avant la transmission du bilan.",
    Severity.ALERTE: "À vérifier\u00a0: la valeur est peut-être juste.",
    Severity.INFORMATION: "Pour information\u00a0: rien à faire.",
}


def pluriel(count: int, one: str, many: str) -> str:
    """« 1 alerte », « 2 alertes » ; zero is singular in French."""
    return f"{nombre(count)} {one if count < 2 else many}"


def attendu(value: object) -> str:
    """A value, or the list of the values that were expected."""
    return ", ".join(valeur(item) for item in value) if isinstance(value, list | tuple) else valeur(value)


def contenu(value: object) -> str:
    """A value as it stands alone in a cell of a table: without quotes."""
    return attendu(value).removeprefix("«\u00a0").removesuffix("\u00a0»")


def jour(date: str) -> str:
    """A date in French order: 21/11/2026 for 2026-11-21T10:30."""
    year, month, day = date[:10].split("-")
    return f"{day}/{month}/{year}"
