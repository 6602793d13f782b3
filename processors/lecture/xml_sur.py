"""XML parts of untrusted files: UTF-8 only, no DTD, no entity."""

import re
from typing import NoReturn
from xml.parsers.expat import ParserCreate, XMLParserType

from .erreurs import LectureImpossible

_DECLARATION = re.compile(rb"<\?xml[^>]*?\sencoding\s*=\s*[\"']([^\"']*)[\"']").match
_BOM = b"\xef\xbb\xbf"


def verifier_xml(octets: bytes, nom: str) -> None:
    """Refuses a part that declares a DTD or is not in UTF-8 (byte scans would not see what a parser sees).

    Raises LectureImpossible: ENTITE-XML, ENCODAGE-XML.
    """
    if b"!" in octets and (b"<!DOCTYPE" in octets or b"<!ENTITY" in octets):
        _refuser_entite()
    tete = octets[:256].removeprefix(_BOM).lstrip()
    declaration = _DECLARATION(tete)
    utf8 = declaration is None or declaration[1].lower() in (b"utf-8", b"utf8", b"us-ascii")
    if octets and not (tete.startswith(b"<") and utf8 and b"\0" not in tete):
        raise LectureImpossible(
            "ENCODAGE-XML",
            f"La partie interne «\u00a0{nom}\u00a0» du classeur n’est pas codée en UTF-8.",
        )


def _refuser_entite(*_: object) -> NoReturn:
    raise LectureImpossible(
        "ENTITE-XML",
        "Le fichier contient une déclaration d’entités XML, qu’aucun tableur n’écrit\u00a0: il n’a pas été lu, "
        "par sécurité.",
    )


def analyseur(*, espaces: bool) -> XMLParserType:
    """An expat parser that refuses DTDs and entities; `espaces` gives names as 'uri local'."""
    parseur = ParserCreate(namespace_separator=" " if espaces else None)
    parseur.buffer_text = True
    parseur.StartDoctypeDeclHandler = _refuser_entite
    parseur.EntityDeclHandler = _refuser_entite
    return parseur
