"""Full scan of a worksheet part with expat: any prefix, attribute order, quoting, implicit positions."""

import re
from functools import lru_cache
from xml.parsers.expat import ExpatError

from .balayage import COLONNES, BalayageComplet, Position
from .erreurs import corrompu
from .xml_sur import analyseur

_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def position(reference: str) -> Position | None:
    """0-based position of 'B3'; None when it is not a cell reference."""
    trouve = _REFERENCE.fullmatch(reference.strip())
    return (int(trouve[2]) - 1, COLONNES[trouve[1].upper().encode()]) if trouve else None


@lru_cache(maxsize=1 << 14)  # workbooks of one template merge the same ranges
def surface(plage: bytes) -> int:
    """Number of cells of a range such as b'A1:C3'; 0 when it is not one."""
    bornes = [position(borne) for borne in plage.decode("ascii", "replace").split(":")]
    debut, fin = bornes[0], bornes[-1]
    return (abs(fin[0] - debut[0]) + 1) * (abs(fin[1] - debut[1]) + 1) if debut and fin else 0


class _Recolte:
    """Expat handlers; positions without `r` follow the previous cell, as in ECMA-376 18.3.1.4."""

    def __init__(self) -> None:
        self.ligne, self.colonne = -1, -1
        self.lignes, self.colonnes, self.fusion = 0, 0, 0
        self.protegee = False
        self.erreurs: dict[Position, str] = {}
        self.formules: set[Position] = set()
        self._est_erreur = False
        self._texte: list[str] | None = None

    def debut(self, nom: str, attributs: dict[str, str]) -> None:
        local = nom.rpartition(" ")[2]
        if local == "c":
            self._cellule(attributs)
        elif local == "f":
            self.formules.add((self.ligne, self.colonne))
        elif local == "v" and self._est_erreur:
            self._texte = []
        elif local == "row":
            self.ligne = int(attributs["r"]) - 1 if "r" in attributs else self.ligne + 1
            self.colonne = -1
        elif local == "sheetProtection":
            self.protegee = attributs.get("sheet") in ("1", "true", "on")
        elif local == "mergeCell":
            self.fusion += surface(attributs.get("ref", "").encode())

    def _cellule(self, attributs: dict[str, str]) -> None:
        ici = (self.ligne, self.colonne + 1)
        if "r" in attributs:
            lue = position(attributs["r"])
            if lue is None:
                raise corrompu("une cellule y porte une adresse impossible")
            ici = lue
        self.ligne, self.colonne = ici
        self.lignes, self.colonnes = max(self.lignes, ici[0] + 1), max(self.colonnes, ici[1] + 1)
        self._est_erreur = attributs.get("t") == "e"

    def texte(self, donnees: str) -> None:
        if self._texte is not None:
            self._texte.append(donnees)

    def fin(self, nom: str) -> None:
        if self._texte is not None and nom.rpartition(" ")[2] == "v":
            self.erreurs[self.ligne, self.colonne] = "".join(self._texte).strip()
            self._texte = None


def balayer_expat(octets: bytes) -> BalayageComplet:
    """Scans a worksheet part.

    Raises LectureImpossible: FICHIER-CORROMPU on malformed XML, ENTITE-XML on a DTD.
    """
    recolte = _Recolte()
    parseur = analyseur(espaces=True)
    parseur.StartElementHandler = recolte.debut
    parseur.EndElementHandler = recolte.fin
    parseur.CharacterDataHandler = recolte.texte
    try:
        parseur.Parse(octets, True)
    except (ExpatError, ValueError) as erreur:
        raise corrompu("une feuille y est mal formée") from erreur
    return BalayageComplet(
        recolte.lignes,
        recolte.colonnes,
        recolte.fusion,
        recolte.erreurs,
        recolte.formules,
        protegee=recolte.protegee,
    )
