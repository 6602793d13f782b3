"""Waivers: a dated YAML file by which a centre de gestion disables or softens a disputed rule.

derogations:
- regle: "C-2.1.1-10"
  effet: "desactiver"          # or « alerte », « information »: the gravest that the rule may be
  du: "2020-03-01"
  au: "2020-12-31"             # optional
  qui: "CDG 74, service statistique"
  pourquoi: "Les agents en disponibilité d’office sont comptés ailleurs."
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from processors.findings import Finding, Severity, finding
from schemas.model import Questionnaire
from schemas.rules import rules_of

DISABLE = "desactiver"
_EFFECTS = (DISABLE, Severity.ALERTE.value, Severity.INFORMATION.value)
_REQUIRED = frozenset({"regle", "effet", "du", "qui", "pourquoi"})
_WEIGHT = {severity: rank for rank, severity in enumerate(Severity)}


class DerogationError(ValueError):
    """A file of waivers that cannot be used; the message, in French, says where and why."""


@dataclass(frozen=True, slots=True)
class Derogation:
    """One waiver, in force from `start` to `end`, both included; `end` None: no end."""

    rule: str
    effect: str
    start: date
    end: date | None
    who: str
    why: str

    def in_force(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day <= self.end)

    @property
    def dates(self) -> str:
        if self.end is None:
            return f"depuis le {self.start:%d/%m/%Y}"
        return f"du {self.start:%d/%m/%Y} au {self.end:%d/%m/%Y}"


def lire_derogations(path: Path) -> tuple[Derogation, ...]:
    """The waivers of a file. Raise `DerogationError` when it is not one."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DerogationError(f"Le fichier de dérogations «\u00a0{path.name}\u00a0» est illisible.") from error
    entries = data.get("derogations") if isinstance(data, dict) else None
    if not isinstance(entries, list):
        raise DerogationError(f"«\u00a0{path.name}\u00a0» n’a pas de liste «\u00a0derogations\u00a0».")
    return tuple(_derogation(entry, rank) for rank, entry in enumerate(entries, start=1))


def _derogation(entry: Any, rank: int) -> Derogation:
    where = f"Dérogation n°\u00a0{rank}\u00a0: "
    if not isinstance(entry, Mapping) or not entry.keys() >= _REQUIRED or entry.keys() - _REQUIRED - {"au"}:
        raise DerogationError(
            f"{where}les clés regle, effet, du, qui et pourquoi sont attendues, et au s’il y a une fin."
        )
    if entry["effet"] not in _EFFECTS:
        raise DerogationError(f"{where}l’effet est l’un de {', '.join(_EFFECTS)}.")
    if not (str(entry["qui"] or "").strip() and str(entry["pourquoi"] or "").strip()):
        raise DerogationError(f"{where}une dérogation dit qui la prend et pourquoi.")
    start, end = _day(entry["du"], where), _day(entry["au"], where) if entry.get("au") else None
    return Derogation(str(entry["regle"]), str(entry["effet"]), start, end, str(entry["qui"]), str(entry["pourquoi"]))


def _day(value: object, where: str) -> date:
    try:
        return value if isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError as error:
        raise DerogationError(f"{where}«\u00a0{value}\u00a0» n’est pas une date comme 2020-03-01.") from error


def appliquer(
    questionnaire: Questionnaire, findings: Iterable[Finding], waivers: Sequence[Derogation], day: date
) -> list[Finding]:
    """The findings of the rules once the waivers are applied, then what is to be said of each waiver."""
    titles = {rule.code: rule.title for rule in rules_of(questionnaire)}
    found = list(findings)
    said: list[Finding] = []
    for waiver in waivers:
        if waiver.rule not in titles:
            said.append(finding("DEROGATION-INCONNUE", regle=waiver.rule))
        elif not waiver.in_force(day):
            said.append(finding("DEROGATION-HORS-DATE", regle=waiver.rule, dates=waiver.dates))
        else:
            concerned = sum(1 for item in found if item.code == waiver.rule)
            found = list(_waived(found, waiver))
            said.append(_applied(waiver, titles[waiver.rule], concerned))
    return found + said


def _waived(findings: Iterable[Finding], waiver: Derogation) -> Iterator[Finding]:
    for item in findings:
        if item.code != waiver.rule:
            yield item
        elif waiver.effect != DISABLE:
            softest = max(item.severity, Severity(waiver.effect), key=_WEIGHT.__getitem__)
            yield replace(item, severity=softest)


def _applied(waiver: Derogation, title: str, concerned: int) -> Finding:
    effect = "est désactivé" if waiver.effect == DISABLE else f"est ramené au niveau «\u00a0{waiver.effect}\u00a0»"
    why = waiver.why if waiver.why.endswith((".", "!", "?")) else f"{waiver.why}."
    return finding(
        "DEROGATION-APPLIQUEE",
        regle=waiver.rule,
        titre=title,
        effet=effect,
        qui=waiver.who,
        dates=waiver.dates,
        pourquoi=why,
        nombre=concerned,
    )
