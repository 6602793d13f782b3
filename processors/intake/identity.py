"""Recognises a workbook: ours or not, which questionnaire, which version, which modules."""

from __future__ import annotations

from dataclasses import dataclass, field

import schemas
from processors.findings import Finding, finding
from processors.lecture import Classeur
from schemas.model import Questionnaire
from schemas.registers_reader import available_registers, register
from workbook_templates.layout import row_anchor
from workbook_templates.registers.layout import anchor
from workbook_templates.text_sheets import WORKBOOK_FORMAT

_SIGN = WORKBOOK_FORMAT.split(" ", maxsplit=1)[0]
_ENOUGH_ANCHORS = 5


@dataclass(frozen=True)
class Identity:
    """`questionnaire` None: the workbook cannot be read, `findings` says why; or it holds agent sheets (`agents`)."""

    questionnaire: Questionnaire | None
    modules: tuple[str, ...] = ()
    version: str = ""
    fingerprint: str = ""
    findings: list[Finding] = field(default_factory=list)
    agents: bool = False


def recognise(workbook: Classeur) -> Identity:
    """What the workbook says of itself on its hidden sheet; else what its anchors say."""
    said = declared(workbook)
    if said is None:
        return Identity(None, agents=True) if _holds_agents(workbook) else _by_anchors(workbook)
    name, version = said.get("questionnaire", ""), said.get("version", "")
    if said.get("format") != WORKBOOK_FORMAT:
        return Identity(None, findings=[finding("CLASSEUR-FORMAT-RECENT", format=said.get("format", ""))])
    if name in available_registers():
        return Identity(None, version=version, fingerprint=said.get("empreinte", ""), agents=True)
    if name not in schemas.available():
        known = ", ".join(schemas.available())
        return Identity(None, findings=[finding("QUESTIONNAIRE-INCONNU", questionnaire=name, connus=known)])
    questionnaire = schemas.reading(name, version)
    modules = tuple(code for code in said.get("modules", "").split(",") if code in questionnaire.modules)
    found = _version_findings(questionnaire, version)
    return Identity(questionnaire, modules or questionnaire.default_modules, version, said.get("empreinte", ""), found)


def _holds_agents(workbook: Classeur) -> bool:
    """Whether enough anchors of the agent sheets stand in the first lines of the sheets."""
    texts = {text for sheet in workbook.feuilles for row in sheet.lignes[:8] for text in row if isinstance(text, str)}
    texts = {text for text in texts if "!" in text}
    if len(texts) < _ENOUGH_ANCHORS:
        return False
    sheets = register().sheets.values()
    return len(texts & {anchor(sheet.code, code) for sheet in sheets for code in sheet.codes}) >= _ENOUGH_ANCHORS


def declared(workbook: Classeur) -> dict[str, str] | None:
    """What a workbook says of itself on its hidden sheet, by key (`version`, `annee`…); None without such a sheet."""
    for sheet in reversed(workbook.feuilles):
        lines = sheet.lignes
        if lines and len(lines[0]) > 1 and lines[0][0] == "format" and str(lines[0][1]).startswith(_SIGN):
            return {str(row[0]): _text(row[1]) for row in lines if len(row) > 1}
    return None


def _text(value: object) -> str:
    return str(int(value)) if isinstance(value, float) and value == int(value) else str(value)


def version_key(version: str) -> tuple[int, ...]:
    """A version as numbers, to compare; () when it is not one."""
    parts = version.split(".")
    return tuple(int(part) for part in parts) if all(part.isdigit() for part in parts) else ()


def _version_findings(questionnaire: Questionnaire, version: str) -> list[Finding]:
    current = schemas.questionnaire(questionnaire.id).version
    ours, theirs = version_key(current), version_key(version)
    if theirs > ours:
        return [finding("CLASSEUR-VERSION-RECENTE", version=version, actuelle=current)]
    if theirs < ours:
        return [finding("CLASSEUR-VERSION-ANCIENNE", version=version, actuelle=current)]
    return []


def _by_anchors(workbook: Classeur) -> Identity:
    """The hidden sheet is gone: count the anchors of each questionnaire."""
    texts = {text for sheet in workbook.feuilles for row in sheet.lignes for text in row[:8] if isinstance(text, str)}
    texts = {text for text in texts if "!" in text}
    best, most = None, 0
    for name in reversed(schemas.available()) if len(texts) >= _ENOUGH_ANCHORS else ():
        questionnaire = schemas.questionnaire(name)
        known = {row_anchor(table.id, row.code) for table in questionnaire.tables.values() for row in table.rows}
        if (count := len(known & texts)) > most:
            best, most = questionnaire, count
    if best is None or most < _ENOUGH_ANCHORS:
        sheets = ", ".join(f"« {sheet.nom} »" for sheet in workbook.feuilles[:4])
        return Identity(None, findings=[finding("CLASSEUR-ETRANGER", feuilles=sheets)])
    tables = {text.partition("!")[0] for text in texts} & best.tables.keys()
    chapters = {best.indicator_of[table].chapter for table in tables}
    modules = tuple(module.code for module in best.modules.values() if chapters & set(module.chapters))
    return Identity(best, modules, "", "", [finding("IDENTITE-PERDUE", questionnaire=best.title)])
