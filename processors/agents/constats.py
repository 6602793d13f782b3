"""The findings of the reading of the agent sheets: what was refused, understood, lost or added, and where."""

from __future__ import annotations

from processors.agents import interpretation as lu_comme
from processors.agents.interpretation import Lu
from processors.findings import CellRef, Finding, finding
from processors.report.mots import pluriel
from schemas.registers import KEY, Field, FieldKind, Sheet

_OUI_NON = 2


def refusees(feuille: Sheet, champ: Field, refus: str, lu: Lu, cellules: list[CellRef]) -> Finding:
    """Cells of one field that hold the same refused value."""
    valeur, ou = f"«\u00a0{cellules[0].value}\u00a0»", _ou(feuille, champ, cellules)
    if refus == lu_comme.INCONNU:
        return finding("FICHES-VALEUR-INCONNUE", cellules, valeur=valeur, ou=ou, conseil=_conseil(champ, lu))
    if refus == lu_comme.DATE:
        forme = "jj/mm/aaaa" if champ.kind is FieldKind.DATE else "mm/aaaa"
        return finding("FICHES-DATE-INCOMPRISE", cellules, valeur=valeur, ou=ou, forme=forme)
    attendu = {
        lu_comme.NEGATIF: "un nombre positif ou nul",
        lu_comme.ENTIER: "un nombre entier",
        lu_comme.LIMITE: f"un nombre de {champ.maximum or 0:g} au plus",
        lu_comme.SIRET: "un SIRET de 14 chiffres",
    }.get(refus, "un nombre")
    return finding("FICHES-NOMBRE-REFUSE", cellules, valeur=valeur, ou=ou, attendu=attendu)


def _ou(feuille: Sheet, champ: Field, cellules: list[CellRef]) -> str:
    autres = len(cellules) - 1
    suite = f" et {pluriel(autres, 'autre cellule', 'autres cellules')}" if autres else ""
    return f"feuille «\u00a0{cellules[0].sheet or feuille.title}\u00a0», {champ.label}, {cellules[0].address}{suite}"


def _conseil(champ: Field, lu: Lu) -> str:
    if lu.propose:
        proches = " ou ".join(f"«\u00a0{libelle}\u00a0»" for libelle in lu.propose)
        return f"Est-ce {proches}\u00a0? Choisissez la réponse dans la liste déroulante."
    if champ.choices is not None and len(champ.choices.elements) <= _OUI_NON:
        libelles = " ou ".join(f"«\u00a0{libelle}\u00a0»" for libelle in champ.choices.shown.values())
        return f"Répondez {libelles}, ou laissez vide."
    return "Choisissez une réponse dans la liste déroulante."


def _combien(cellules: list[CellRef]) -> str:
    return pluriel(len(cellules), "cellule", "cellules")


def comprises(cellules: list[CellRef]) -> Finding:
    """Values that were understood though typed otherwise than asked."""
    exemple = f"«\u00a0{cellules[0].value}\u00a0», {cellules[0].label}"
    return finding("FICHES-COMPRISES", cellules, combien=_combien(cellules), exemple=exemple)


def erreurs(cellules: list[CellRef]) -> Finding:
    """Cells that show an error of a formula."""
    return finding("FICHES-CELLULE-EN-ERREUR", cellules, combien=_combien(cellules), exemple=cellules[0].label)


def sans_cle(cellules: list[CellRef]) -> Finding:
    """Lines that hold something but say of which agent they are."""
    return finding(
        "FICHES-LIGNE-SANS-CLE", cellules, combien=pluriel(len(cellules), "ligne", "lignes"), exemple=cellules[0].label
    )


def rapprochees(cellules: list[CellRef]) -> Finding:
    """Keys that differ from those of « Agents » by case or leading zeros only."""
    return finding("FICHES-CLE-RAPPROCHEE", cellules, combien=_combien(cellules), exemple=cellules[0].label)


def sans_resultat(cellules: list[CellRef]) -> Finding:
    """Formulas without their result."""
    return finding("FICHES-FORMULE-SANS-RESULTAT", cellules, combien=_combien(cellules), exemple=cellules[0].label)


def ajoutee(cellules: list[CellRef]) -> Finding:
    """What was typed in columns of one's own."""
    return finding("FICHES-COLONNE-AJOUTEE", cellules, combien=_combien(cellules), exemple=cellules[0].label)


def colonne_absente(feuille: Sheet, champ: Field, nom: str) -> Finding:
    """A declared column (or question) that the sheet has no more."""
    if champ.code == KEY:
        return finding("FICHES-SANS-COLONNE-CLE", feuille=nom)
    return finding("FICHES-COLONNE-ABSENTE", feuille=nom or feuille.title, champ=champ.label)


def feuille_absente(feuille: Sheet) -> Finding:
    """A declared sheet that the workbook has no more."""
    return finding("FICHES-FEUILLE-ABSENTE", feuille=feuille.title)


def feuille_double(feuille: Sheet, noms: list[str]) -> Finding:
    """The same sheet several times: the first one only is read."""
    autres = ", ".join(f"«\u00a0{nom}\u00a0»" for nom in noms[1:])
    return finding("FICHES-FEUILLE-EN-DOUBLE", feuille=feuille.title, lue=noms[0], autres=autres)


def sans_ancres(nom: str) -> Finding:
    """A sheet that was recognised by its headers."""
    return finding("FICHES-ANCRES-PERDUES", feuille=nom)
