"""Values of the agent sheets as people type them: what is certain is accepted and said, the rest is refused.

The figures and the texts are understood as those of the questionnaires (`processors.intake.interpretation`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any

from processors.agents.dates import lire_date, lire_mois
from processors.agents.donnees import SEPARATEUR
from processors.intake.interpretation import SPACES, fold, quoted, read_value
from schemas.model import Cell, CellType, Column, Kind, Questionnaire, Row
from schemas.registers import Choices, Field, FieldKind, Register, Unit

CENT = 100.0
_PROCHES = 3
_RESSEMBLANCE = 0.6
_COUPURE = re.compile(r"\s*[;|\n]\s*")
_OUI = frozenset({"oui", "o", "x", "1", "vrai", "true", "yes", "✓", "✔"})
_NON = frozenset({"non", "n", "0", "faux", "false", "no"})


@dataclass(frozen=True, slots=True)
class Lu:
    """What a cell holds: `valeur` None when blank or refused; `compris`: it had to be understood.

    `refus`: '' or what is wrong, a key of the findings of the reading. `propose`: close answers.
    """

    valeur: Any
    compris: bool = False
    refus: str = ""
    propose: tuple[str, ...] = ()


VIDE = Lu(None)
NOMBRE, NEGATIF, ENTIER, LIMITE, DATE, INCONNU, SIRET = (
    "nombre",
    "negatif",
    "entier",
    "limite",
    "date",
    "liste",
    "siret",
)
_SIRET_LENGTH = 14


class Interprete:
    """Understands the cells of one register."""

    def __init__(self, fiches: Register) -> None:
        self.fiches = fiches
        self._cellules: dict[int, Cell] = {}

    def lire(self, champ: Field, brut: Any) -> Lu:
        """The value of a raw content (float, str, bool, date…) for a field; None and '' are blank."""
        if brut is None or (isinstance(brut, str) and not brut.strip(SPACES)):
            return VIDE
        if champ.choices is not None:
            return self._choix(champ, champ.choices, brut)
        if champ.kind.dated:
            jour, compris = (lire_date if champ.kind is FieldKind.DATE else lire_mois)(brut)
            return Lu(jour, compris) if jour else Lu(None, refus=DATE)
        lu = read_value(self._questionnaire, self._cellule(champ), brut)
        if champ.kind.numeric:
            return _nombre(champ, lu.value, compris=bool(lu.note)) if not lu.refused else Lu(None, refus=NOMBRE)
        texte = " ".join(str(lu.value).split()) if lu.value is not None else None
        if champ.kind is FieldKind.SIRET and not _siret(texte):
            return Lu(None, refus=SIRET)
        return Lu(texte, compris=bool(lu.note) and champ.kind is not FieldKind.CLE)

    @property
    def _questionnaire(self) -> Questionnaire:
        return self.fiches.feeds

    def _cellule(self, champ: Field) -> Cell:
        """A cell of the questionnaire that would be typed as the field is."""
        if id(champ) not in self._cellules:
            nature = CellType(champ.kind.cell, champ.unit or "aucun", champ.step)
            colonne = Column("C01", champ.label, nature)
            self._cellules[id(champ)] = Cell(champ.code, "", Row(champ.code, champ.label), colonne, nature, False, 0)
        return self._cellules[id(champ)]

    def _choix(self, champ: Field, choix: Choices, brut: Any) -> Lu:
        seul = self._reponse(choix, brut)
        if not seul.refus or champ.kind is not FieldKind.LISTE_MULTIPLE:
            return seul
        lus = [self._reponse(choix, partie) for partie in _COUPURE.split(str(brut).strip(SPACES)) if partie]
        faute = next((lu for lu in lus if lu.refus), None)
        if faute is not None:
            return faute
        return Lu(SEPARATEUR.join(dict.fromkeys(lu.valeur for lu in lus)), any(lu.compris for lu in lus))

    def _reponse(self, choix: Choices, brut: Any) -> Lu:
        """One answer of a list: its label, its code, or a spelling that means one answer only."""
        if isinstance(brut, str) and brut in choix.by_label:
            return Lu(choix.by_label[brut])
        mots = fold(quoted(brut)).strip(" .")
        connus = _connus(tuple(choix.shown.items()), tuple(sorted(self._synonymes(choix).items())))
        if (code := connus.get(mots) or connus.get(_singulier(mots))) is not None:
            return Lu(code, compris=True)
        if "OUI" in choix.shown and mots in _OUI | _NON:
            return Lu("OUI" if mots in _OUI else "NON", compris=True)
        return Lu(None, refus=INCONNU, propose=proches(choix, mots))

    def _synonymes(self, choix: Choices) -> Mapping[str, str]:
        return self.fiches.synonyms.get(choix.nomenclature.name, {})


def _nombre(champ: Field, valeur: Any, *, compris: bool) -> Lu:
    if not isinstance(valeur, int | float):
        return Lu(None, refus=NOMBRE)
    if champ.unit is Unit.POURCENT and 0 < valeur <= 1:
        return Lu(valeur * CENT, compris=True)  # 80 % is held as 0.8: no quotité is 1 % or less
    if valeur < 0:
        return Lu(None, refus=NEGATIF)
    if champ.kind is not FieldKind.DECIMAL and champ.kind.cell is not Kind.ANNEE and valeur != int(valeur):
        return Lu(None, refus=ENTIER)
    if champ.maximum is not None and valeur > champ.maximum:
        return Lu(None, refus=LIMITE)
    return Lu(float(valeur), compris)


def _siret(texte: str | None) -> bool:
    return texte is not None and len(texte) == _SIRET_LENGTH and texte.isdigit()


def _singulier(mots: str) -> str:
    return " ".join(mot.removesuffix("s") for mot in mots.split())


@cache
def _connus(montres: tuple[tuple[str, str], ...], autres: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """Folded spelling → code, when it means one answer only: labels, codes, singulars, declared spellings."""
    sens: dict[str, set[str]] = {}
    for code, libelle in montres:
        for texte in (code, libelle):
            for ecrit in (fold(texte), _singulier(fold(texte))):
                sens.setdefault(ecrit, set()).add(code)
    codes = dict(montres)
    for ecrit, code in autres:
        if code in codes:
            sens.setdefault(fold(ecrit), set()).add(code)
    return {ecrit: min(trouves) for ecrit, trouves in sens.items() if len(trouves) == 1}


def proches(choix: Choices, mots: str) -> tuple[str, ...]:
    """The labels of the answers that look most like what was typed, the closest first."""
    libelles = {fold(libelle): libelle for libelle in choix.shown.values()}
    semblables = get_close_matches(mots, libelles, _PROCHES, _RESSEMBLANCE)
    if not semblables and mots:
        semblables = [plie for plie in libelles if mots in plie or set(mots.split()) <= set(plie.split())][:_PROCHES]
    return tuple(libelles[plie] for plie in semblables)
