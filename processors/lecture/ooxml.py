"""Sheet name → worksheet part in an OOXML package (.xlsx, .xlsm), by workbook.xml and its relationships."""

import re
from collections.abc import Mapping
from posixpath import join, normpath
from urllib.parse import unquote
from xml.parsers.expat import ExpatError

from .balayage import Balayage
from .erreurs import corrompu
from .feuille_xml import FeuilleXml
from .xml_sur import analyseur

_FIN_FEUILLES = re.compile(rb"</(?:[^<>\s:/]+:)?sheets\s*>").search
_NOMBRE_DECLARE = re.compile(rb"uniqueCount\s*=\s*[\"']\s*\+?([0-9]+)").findall
_CHAINES_MAX = 10_000_000


class Parties:
    """Parts of a package, found whatever the case of their name (OPC part names are case-insensitive)."""

    def __init__(self, parties: Mapping[str, bytes]) -> None:
        self._noms = {nom.lower(): nom for nom in parties}
        self._parties = parties

    def trouver(self, nom: str) -> str | None:
        """The exact name of a part, or None."""
        return self._noms.get(nom.lower())

    def lire(self, nom: str) -> bytes:
        """Content of a part. Raises LectureImpossible (FICHIER-CORROMPU) when it is missing."""
        exact = self.trouver(nom)
        if exact is None:
            raise corrompu(f"la partie interne «\u00a0{nom}\u00a0» manque")
        return self._parties[exact]


def elements(octets: bytes, local: str) -> list[dict[str, str]]:
    """Attributes of each element with this local name; `octets` may stop before the end of the document.

    Attribute names keep their namespace as 'uri local'. Raises LectureImpossible (FICHIER-CORROMPU).
    """
    trouves: list[dict[str, str]] = []

    def debut(nom: str, attributs: dict[str, str]) -> None:
        if nom.rpartition(" ")[2] == local:
            trouves.append(attributs)

    parseur = analyseur(espaces=True)
    parseur.StartElementHandler = debut
    try:
        parseur.Parse(octets, False)
    except ExpatError as erreur:
        raise corrompu("une partie interne y est mal formée") from erreur
    return trouves


def cible(base: str, chemin: str) -> str:
    """Part name of a relationship target, relative to the folder `base` or absolute ('/xl/…')."""
    chemin = unquote(chemin.replace("\\", "/"))
    return normpath(chemin.lstrip("/") if chemin.startswith("/") else join(base, chemin))


def partie_principale(parties: Parties) -> str:
    """Name of the workbook part. Raises LectureImpossible (FICHIER-CORROMPU) when the package names none."""
    noms = [
        cible("", relation.get("Target", ""))
        for relation in elements(parties.lire("_rels/.rels"), "Relationship")
        if relation.get("Type", "").endswith("/relationships/officeDocument")
    ]
    if not noms:
        raise corrompu("il ne désigne pas son classeur")
    return noms[-1]


def relations(parties: Parties, principale: str) -> dict[str, str]:
    """Name of the existing part by relationship identifier, for the workbook part."""
    dossier, _, fichier = principale.rpartition("/")
    rels = elements(parties.lire(join(dossier, "_rels", f"{fichier}.rels")), "Relationship")
    trouvees = {}
    for relation in rels:
        brute = relation.get("Target", "")
        nom = parties.trouver(cible(dossier, brute)) or parties.trouver(cible("", brute))
        if nom is not None:
            trouvees[relation.get("Id", "")] = nom
    return trouvees


def balayer_ooxml(contenu: Mapping[str, bytes]) -> tuple[dict[str, Balayage], list[Balayage]]:
    """Scans by sheet name, and all the scans including those of parts that no sheet names.

    Raises LectureImpossible (FICHIER-CORROMPU) on a broken package.
    """
    parties = Parties(contenu)
    feuilles: dict[str, Balayage] = {
        nom: FeuilleXml(octets)
        for nom, octets in contenu.items()
        if nom.lower().endswith(".xml") and b"sheetData" in octets
    }
    principale = partie_principale(parties)
    classeur = parties.lire(principale)
    fin = _FIN_FEUILLES(classeur)
    cibles = relations(parties, principale)
    _refuser_chaines_innombrables(contenu)
    par_nom: dict[str, Balayage] = {}
    for feuille in elements(classeur[: fin.end()] if fin else classeur, "sheet"):
        identifiant = next((v for k, v in feuille.items() if k.rpartition(" ")[2] == "id" and " " in k), "")
        partie = cibles.get(identifiant, "")
        if partie in feuilles:
            par_nom[feuille.get("name", "")] = feuilles[partie]
    return par_nom, list(feuilles.values())


def _refuser_chaines_innombrables(contenu: Mapping[str, bytes]) -> None:
    """Calamine 0.9.1 reserves memory for the number of strings declared, and aborts the process when it is absurd."""
    for nom, octets in contenu.items():
        if nom.lower().endswith("sharedstrings.xml") and any(
            len(n) > 18 or int(n) > _CHAINES_MAX for n in _NOMBRE_DECLARE(octets)
        ):
            raise corrompu("il déclare un nombre de textes démesuré")
