"""Ranges as Excel sends them, made plain: scalars, one row, one column, blanks, text numbers, serial dates, errors.

Both modes of xlwings send two dimensions and None for a blank; a plain Python caller sends what it likes. What cannot
be understood raises `CalculError` with a sentence for the cell.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from fractions import Fraction
from typing import Any

from processors.calculs import CalculError, exact

Cellule = Any
"""Content of one cell: None, '', a number, a text, a boolean, a date."""

Plage = Any
"""A scalar, a row or a column (one sequence), or a grid (a sequence of rows)."""

Grille = list[list[Cellule]]

ATTENTION = "⚠"
"""How every message of the functions begins."""

ESPACES = " \u00a0\u2007\u2009\u202f\t\r\n\u200b\u2060\ufeff"
_ERREUR = re.compile(r"#[A-ZÀ-Þ0-9/_]+[!?]?")
_GROUPES = re.compile("[ \u00a0\u2007\u2009\u202f](?=[0-9]{3}(?![0-9]))")
_SUFFIXE = re.compile(r"[ \u00a0\u202f]*(?:h|heures?|j|jours?|mois|€|euros?)$", re.IGNORECASE)
_NOMBRE = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_RAPPORT = re.compile(r"([0-9]+(?:[.,][0-9]+)?) ?/ ?([0-9]+(?:[.,][0-9]+)?)")
_AMBIGU = re.compile(r"[+-]?[1-9][0-9]{0,2}[.,][0-9]{3}")
"""« 1.820 »: one thousand eight hundred and twenty, or one and a bit."""

_JOUR = re.compile(r"(?P<j>[0-9]{1,2})[/.-](?P<m>[0-9]{1,2})[/.-](?P<a>[0-9]{4})")
_ORIGINE = date(1899, 12, 30)
PREMIER_JOUR, DERNIER_JOUR = 10_000, 110_000
"""Serial numbers read as dates: from 1927 to 2201. A smaller number is a duration, or a mistake."""

PREMIERE_ANNEE, DERNIERE_ANNEE = 1990, 2200

_OUI = frozenset({"oui", "o", "x", "vrai", "true", "yes", "1"})
_NON = frozenset({"non", "n", "faux", "false", "no", "0"})


def grille(plage: Plage) -> Grille:
    """A range as a list of rows of the same length; one sequence is one row, a scalar one cell, nothing a blank cell.

    Raise `CalculError` when the rows differ in length.
    """
    if not isinstance(plage, list | tuple):
        return [[plage]]
    if not plage:
        return [[None]]
    if not any(isinstance(ligne, list | tuple) for ligne in plage):
        return [list(plage)]
    lignes = [list(ligne) if isinstance(ligne, list | tuple) else [ligne] for ligne in plage]
    if len({len(ligne) for ligne in lignes}) > 1:
        raise CalculError("les lignes de la plage n’ont pas toutes la même longueur")
    return lignes if lignes[0] else [[None]]


def cellules(plage: Plage) -> Iterator[Cellule]:
    """The cells of a range, row by row."""
    return (cellule for ligne in grille(plage) for cellule in ligne)


def est_vide(cellule: Cellule) -> bool:
    """Whether a cell holds nothing: spaces are nothing, 0 and FAUX are something."""
    return cellule is None or (isinstance(cellule, str) and not cellule.strip(ESPACES))


def texte(cellule: Cellule) -> str:
    """The text of a cell, '' for a blank; a whole number without decimals. Raise `CalculError` for an error cell."""
    if est_vide(cellule):
        return ""
    if isinstance(cellule, float) and cellule.is_integer():
        return str(int(cellule))
    lu = str(cellule).strip(ESPACES)
    if _ERREUR.fullmatch(lu):
        raise CalculError(f"une cellule contient l’erreur {lu}")
    return lu


def nombre(cellule: Cellule, quoi: str) -> Fraction | None:
    """The number of a cell, None for a blank. `quoi` names it in the error: « la quotité ».

    A text is read as people type it: « 0,8 », « 80 % », « 1 820 », « 35 h », « 16/35 ».
    Raise `CalculError` for an error cell, a date, a boolean, another text.
    """
    if est_vide(cellule):
        return None
    if isinstance(cellule, bool | date):
        raise CalculError(f"{quoi} : un nombre est attendu, pas {_montre(cellule)}")
    if isinstance(cellule, str):
        return _nombre_ecrit(texte(cellule), quoi)
    if isinstance(cellule, float) and not math.isfinite(cellule):
        raise CalculError(f"{quoi} : ce n’est pas un nombre")
    return exact(cellule)


def _nombre_ecrit(lu: str, quoi: str) -> Fraction:
    rapport = _RAPPORT.fullmatch(lu)
    if rapport:
        haut, bas = (Fraction(part.replace(",", ".")) for part in rapport.groups())
        if bas:
            return haut / bas
    centieme = lu.endswith("%")
    nu = _GROUPES.sub("", _SUFFIXE.sub("", lu.removesuffix("%").strip(ESPACES)))
    if _AMBIGU.fullmatch(nu):
        raise CalculError(f"{quoi} : « {lu} » peut se lire de deux façons, tapez le nombre sans séparateur de milliers")
    if not _NOMBRE.fullmatch(nu):
        raise CalculError(f"{quoi} : « {lu} » n’est pas un nombre")
    valeur = Fraction(nu.replace(",", "."))
    return valeur / 100 if centieme else valeur


def jour(cellule: Cellule, quoi: str) -> date | None:
    """The date of a cell, None for a blank: a date, a serial number, « 31/12/2019 » or « 2019-12-31 ».

    Raise `CalculError` for anything else.
    """
    if est_vide(cellule):
        return None
    if isinstance(cellule, datetime):
        return cellule.date()
    if isinstance(cellule, date):
        return cellule
    if isinstance(cellule, str):
        lu = texte(cellule)
        ecrite = _JOUR.fullmatch(lu)
        try:
            return date(int(ecrite["a"]), int(ecrite["m"]), int(ecrite["j"])) if ecrite else date.fromisoformat(lu[:10])
        except ValueError as refus:
            raise CalculError(f"{quoi} : « {lu} » n’est pas une date, écrivez 31/12/2019") from refus
    if est_jour(cellule):
        return _ORIGINE + timedelta(days=int(cellule))
    raise CalculError(f"{quoi} : {_montre(cellule)} n’est pas une date, écrivez 31/12/2019")


def est_jour(cellule: Cellule) -> bool:
    """Whether a cell can only be a date: a date, a serial number, a text written as a date."""
    if isinstance(cellule, date):
        return True
    if isinstance(cellule, str):
        return bool(re.match(r"[0-9]{1,4}[/.-][0-9]{1,2}[/.-][0-9]{2,4}", cellule.strip(ESPACES)))
    est_nombre = isinstance(cellule, int | float) and not isinstance(cellule, bool)
    return est_nombre and PREMIER_JOUR <= cellule <= DERNIER_JOUR


def oui_non(cellule: Cellule, quoi: str) -> bool:
    """The truth of a cell: VRAI, oui, x, 1; FAUX, non, 0, blank. Raise `CalculError` for anything else."""
    if est_vide(cellule):
        return False
    lu = texte(cellule).casefold()
    if lu in _OUI or lu in _NON:
        return lu in _OUI
    raise CalculError(f"{quoi} : répondez par oui ou par non, pas {_montre(cellule)}")


def oui_par_defaut(plage: Plage, quoi: str) -> bool:
    """The truth of an argument that is yes unless it says no. Raise `CalculError` for a range or another text."""
    cellule = seul(plage, quoi)
    return est_vide(cellule) or oui_non(cellule, quoi)


def entier(cellule: Cellule, quoi: str) -> int | None:
    """The whole number of a cell, None for a blank. Raise `CalculError` for another content."""
    lu = nombre(cellule, quoi)
    if lu is not None and lu.denominator != 1:
        raise CalculError(f"{quoi} : un nombre entier est attendu")
    return None if lu is None else int(lu)


def annee(plage: Plage) -> int:
    """The year that an argument names, 0 when it is blank. Raise `CalculError` for what is no year of a report."""
    lue = entier(seul(plage, "l’année"), "l’année")
    if lue is not None and not PREMIERE_ANNEE <= lue <= DERNIERE_ANNEE:
        raise CalculError(f"l’année {lue} n’est pas celle d’un bilan")
    return lue or 0


def seul(plage: Plage, quoi: str) -> Cellule:
    """The only cell of an argument that takes one. Raise `CalculError` for a range."""
    lignes = grille(plage)
    if len(lignes) > 1 or len(lignes[0]) > 1:
        raise CalculError(f"{quoi} : une seule cellule est attendue")
    return lignes[0][0]


def _montre(cellule: Cellule) -> str:
    if isinstance(cellule, bool):
        return "VRAI" if cellule else "FAUX"
    if isinstance(cellule, date):
        return f"la date {cellule:%d/%m/%Y}"
    return f"« {texte(cellule)} »"


def pour_chaque(calcul: Callable[..., Cellule], *plages: Plage) -> Grille:
    """Apply a calculation cell by cell to ranges of the same shape; a row, a column or one cell serves all of them.

    A `CalculError` becomes the content of the cell concerned, so that one mistake does not hide the other results.
    Raise `CalculError` when the ranges do not fit each other.
    """
    grilles = [grille(plage) for plage in plages]
    hauteur = _commune({len(lignes) for lignes in grilles}, "lignes")
    largeur = _commune({len(lignes[0]) for lignes in grilles}, "colonnes")
    resultat: Grille = []
    for rang in range(hauteur):
        ligne: list[Cellule] = []
        for colonne in range(largeur):
            arguments = [lignes[min(rang, len(lignes) - 1)][min(colonne, len(lignes[0]) - 1)] for lignes in grilles]
            try:
                ligne.append(calcul(*arguments))
            except CalculError as erreur:
                ligne.append(message(erreur))
        resultat.append(ligne)
    return resultat


def _commune(tailles: set[int], quoi: str) -> int:
    longues = sorted(tailles - {1})
    if len(longues) > 1:
        raise CalculError(f"les plages n’ont pas la même taille : {' et '.join(map(str, longues))} {quoi}")
    return longues[0] if longues else 1


def message(erreur: CalculError) -> str:
    """An error as the content of a cell: a sentence that cannot be taken for a result."""
    lu = str(erreur)
    return f"{ATTENTION} {lu[:1].upper()}{lu[1:]}"


def rendu(resultat: Any) -> Any:
    """A result as both modes show it alike: '' for nothing, which Windows would show as 0, one cell alone a scalar."""
    if not isinstance(resultat, list):
        return "" if resultat is None else resultat
    lignes = [["" if cellule is None else cellule for cellule in ligne] for ligne in resultat]
    return lignes[0][0] if len(lignes) == 1 and len(lignes[0]) == 1 else lignes
