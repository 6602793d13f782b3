"""Looks at a file before any parser does: refuses what is dangerous or unreadable, notes what deserves a mention."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from .lecture.archive import Archive, ouvrir
from .lecture.limites import Limites

__all__ = ["Limites", "Observation", "verifier"]

_EXTERNE = re.compile(rb"<(?:[^<>\s:/]+:)?Relationship\s[^>]*?TargetMode\s*=\s*[\"']External[\"'][^>]*>").findall
_TYPE = re.compile(rb"\bType\s*=\s*[\"'][^\"']*/([^/\"']*)[\"']").search
_CIBLE = re.compile(rb"\bTarget\s*=\s*[\"']([^\"']*)[\"']").search
_SOURCE_ODS = re.compile(rb"<(?:table:table-source|table:cell-range-source|office:dde-source)\s[^>]*>").findall
_HREF_ODS = re.compile(rb"(?:xlink:href|office:dde-topic)\s*=\s*[\"']([^\"']*)[\"']").search
_EXTENSIONS = {
    "xlsx": {".xlsx", ".xltx"},
    "xlsm": {".xlsm", ".xltm", ".xlam"},
    "xlsb": {".xlsb"},
    "ods": {".ods", ".ots"},
}


@dataclass(frozen=True, slots=True)
class Observation:
    """Something that does not forbid reading the file; the caller makes a finding of it."""

    code: str
    valeurs: dict[str, Any] = field(default_factory=dict)


def verifier(source: Path | Archive, limites: Limites | None = None) -> list[Observation]:
    """Refuses a file that must not reach a parser, and returns the observations on the others.

    Give an `Archive` (from `lecture.ouvrir`, whose own limits then hold) to read it afterwards with `lire_classeur`
    without inflating or scanning it twice. Macros are hashed, never run; links are listed, never followed.

    Raises LectureImpossible, with the codes of `lecture.ouvrir` and of `Archive.refuser_hors_limites`.
    """
    archive = source if isinstance(source, Archive) else ouvrir(source, limites)
    archive.refuser_hors_limites()
    return [*_extension(archive), *_macros(archive), *_liens(archive), *_connexions(archive), *_objets(archive)]


def _extension(archive: Archive) -> Iterator[Observation]:
    extension = archive.chemin.suffix.lower()
    if extension not in _EXTENSIONS[archive.format]:
        yield Observation("EXTENSION-DIFFERENTE", {"extension": extension, "format": archive.format})


def _macros(archive: Archive) -> Iterator[Observation]:
    for nom, octets in archive.parties.items():
        bas = nom.lower()
        vba = bas.endswith("vbaproject.bin")
        xlm = "/macrosheets/" in bas and not bas.endswith(".rels")
        ods = bas.startswith(("basic/", "scripts/")) and not bas.endswith(("script-lc.xml", "script-lb.xml"))
        if vba or xlm or ods:
            valeurs = {"partie": nom, "taille": len(octets), "sha256": sha256(octets).hexdigest()}
            yield Observation("MACRO-PRESENTE", valeurs)


def _liens(archive: Archive) -> Iterator[Observation]:
    """Links to other files: what a formula, a template or an object would fetch. Plain hyperlinks do not count."""
    cibles: list[str] = []
    for nom, octets in archive.parties.items():
        if nom.endswith(".rels") and b"External" in octets:
            for relation in _EXTERNE(octets):
                genre, cible = _TYPE(relation), _CIBLE(relation)
                if genre is None or genre[1] != b"hyperlink":
                    cibles.append(cible[1].decode("utf-8", "replace") if cible else "")
        elif b"<ddeLink" in octets:
            cibles.append(f"DDE ({nom})")
    if archive.format == "ods":
        for source in _SOURCE_ODS(archive.parties.get("content.xml", b"")):
            href = _HREF_ODS(source)
            cibles.append(href[1].decode("utf-8", "replace") if href else "")
    if cibles:
        yield Observation("LIENS-EXTERNES", {"cibles": sorted(set(cibles))})


def _connexions(archive: Archive) -> Iterator[Observation]:
    marques = ("xl/connections.", "xl/querytables/", "xl/model/", "xl/custommodel/")
    parties = [nom for nom in archive.parties if nom.lower().startswith(marques)]
    if parties:
        yield Observation("CONNEXIONS-DONNEES", {"parties": parties})


def _objets(archive: Archive) -> Iterator[Observation]:
    marques = ("/embeddings/", "/activex/")
    parties = [
        nom for nom in archive.parties if any(m in nom.lower() for m in marques) and not nom.lower().endswith(".rels")
    ]
    if parties:
        yield Observation("OBJETS-INTEGRES", {"parties": parties})
