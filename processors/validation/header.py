"""From a violation in the header of a document, or in its structure, to a finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from processors.findings import Finding, finding
from processors.libelles import liste, valeur
from processors.validation.faults import Fault
from schemas.editions import VERSION, version_key
from schemas.json_schema import FORMAT, FORMAT_VERSION
from schemas.model import Questionnaire

HEADER = frozenset({"format", "version_format", "questionnaire", "version", "annee", "modules", "reponses"})
OPTIONAL = frozenset({"justifications"})
FORMAT_NAME = f"{FORMAT}, version {FORMAT_VERSION}"


def unknown_questionnaire(value: object, known: list[str]) -> Finding:
    """The document says to answer a questionnaire that we do not have."""
    return finding("DOCUMENT-QUESTIONNAIRE", expected=known, valeur=valeur(value), connus=liste(known))


def newer_version(questionnaire: Questionnaire, version: str) -> list[Finding]:
    """The document follows a version that this software does not know yet. `questionnaire`: the one that reads it."""
    known = questionnaire.version
    if not VERSION.fullmatch(version) or version_key(version) <= version_key(known):
        return []
    return [finding("DOCUMENT-VERSION-RECENTE", version=version, connue=known)]


def structure(path: tuple[str | int, ...]) -> Finding:
    """Something else than an object where the document must have one."""
    place = " › ".join(str(step) for step in path) or "racine"
    return finding("DOCUMENT-STRUCTURE", endroit=place)


def not_a_document(reason: str) -> Finding:
    """Something else than a document: no answer can be read in it. `reason`, in French."""
    return finding("DOCUMENT-ETRANGER", motif=reason)


def _format(questionnaire: Questionnaire, data: Mapping[str, Any]) -> Finding:
    found = f"{data.get('format')}, version {data.get('version_format')}"
    return finding("DOCUMENT-FORMAT", expected=FORMAT_NAME, valeur=valeur(found), attendu=FORMAT_NAME)


def _year(questionnaire: Questionnaire, data: Mapping[str, Any]) -> Finding:
    year = questionnaire.year
    return finding("DOCUMENT-ANNEE", expected=year, valeur=valeur(str(data["annee"])), attendu=year)


def _version(questionnaire: Questionnaire, data: Mapping[str, Any]) -> Finding:
    return finding("DOCUMENT-VERSION", expected=questionnaire.version, valeur=valeur(data["version"]))


def _justifications(questionnaire: Questionnaire, data: Mapping[str, Any]) -> Finding:
    return finding("DOCUMENT-JUSTIFICATIONS")


def _modules(questionnaire: Questionnaire, data: Mapping[str, Any]) -> Finding:
    known = list(questionnaire.modules)
    return finding("DOCUMENT-MODULES", expected=known, valeur=valeur(data["modules"]), connus=liste(known))


_FIELDS: Mapping[str, Callable[[Questionnaire, Mapping[str, Any]], Finding]] = {
    "format": _format,
    "version_format": _format,
    "annee": _year,
    "version": _version,
    "modules": _modules,
    "justifications": _justifications,
}


def header_findings(questionnaire: Questionnaire, data: Mapping[str, Any], found: list[Fault]) -> Iterator[Finding]:
    """One finding per faulty field of the header, one for all missing or unknown fields."""
    faulty = {str(fault.path[0]) for fault in found if fault.path}
    translators = {_FIELDS[name] for name in faulty & _FIELDS.keys() & data.keys()}
    for translator in sorted(translators, key=lambda item: item.__name__):
        yield translator(questionnaire, data)
    missing, unknown = sorted(HEADER - data.keys()), sorted(map(str, data.keys() - HEADER - OPTIONAL))
    if missing or unknown:
        yield finding("DOCUMENT-ENTETE", manquants=liste(missing) or "aucun", inconnus=liste(unknown) or "aucun")
