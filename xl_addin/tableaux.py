"""The range of a table of the questionnaire: its entries, its totals."""

from __future__ import annotations

from collections.abc import Sequence
from math import isnan

import schemas
from processors.calculs import CalculError
from processors.intake.interpretation import raw_answer, read_value
from processors.libelles import nommer, valeur
from processors.report.mots import pluriel
from schemas.model import Cell, Questionnaire, Table
from schemas.plan import Value, plan_of
from schemas.variables import cell_of
from xl_addin.plages import Cellule, Grille, Plage, est_vide, grille, seul, texte
from xl_addin.un_total import rectangle, total_vise, un_total

EDITION = schemas.latest()
"""The questionnaire of a function that names none."""


def questionnaire_de(plage: Plage) -> Questionnaire:
    """The questionnaire that an argument names, `EDITION` when it is blank. Raise `CalculError` for an unknown one."""
    nom = texte(seul(plage, "le questionnaire")) or EDITION
    if nom not in schemas.available():
        raise CalculError(f"questionnaire « {nom} » inconnu (connus : {', '.join(schemas.available())})")
    return schemas.questionnaire(nom)


def tableau_de(questionnaire: Questionnaire, plage: Plage) -> Table:
    """The table that an argument names: « 1.1.4 », « 1.6.2.1 ». Raise `CalculError` for an unknown one."""
    nom = texte(seul(plage, "le tableau"))
    if nom in questionnaire.tables:
        return questionnaire.tables[nom]
    if not nom:
        raise CalculError("indiquez le numéro du tableau, par exemple 1.1.4")
    partie = [code for code in questionnaire.tables if code.startswith(f"{nom}.")]
    conseil = f" : précisez {' ou '.join(partie)}" if partie else ""
    raise CalculError(f"tableau « {nom} » inconnu de {questionnaire.id}{conseil}")


def saisies(questionnaire: Questionnaire, table: Table, plage: Plage) -> dict[str, Value]:
    """The entries of a table by variable code, read as the processor reads them; what is not understood stays a text.

    plage: the whole table (every row and column of the form, totals included, whose content is not read), or its entry
    rows × entry columns only, or either of them with the codes of rows on its left and of columns above. An open table
    may have more rows. Raise `CalculError` for another shape.
    """
    rangees = grille(plage)
    lignes, colonnes, contenu = _codes(table, rangees)
    lues: dict[str, Value] = {}
    for ligne, rangee in zip(lignes, contenu, strict=True):
        for colonne, brut in zip(colonnes, rangee, strict=True):
            cell = cell_of(questionnaire, table.variable(ligne, colonne))
            if cell is None or cell.computed or est_vide(brut):
                continue
            lecture = read_value(questionnaire, cell, brut)
            lu = raw_answer(brut) if lecture.refused else lecture.value
            if lu is not None:
                lues[cell.code] = lu
    return lues


def _codes(table: Table, rangees: Grille) -> tuple[list[str], list[str], Grille]:
    """The row and column codes of a range, and its content."""
    gauche = [rangee[0] for rangee in rangees[1:]]
    if gauche and set(gauche) <= table.row_by_code.keys() and set(rangees[0][1:]) <= table.column_by_code.keys():
        return gauche, rangees[0][1:], [rangee[1:] for rangee in rangees[1:]]
    hauteur, largeur = len(rangees), len(rangees[0])
    formes = [
        ([row.code for row in table.rows], [column.code for column in table.columns]),
        (
            [row.code for row in table.rows if not row.computed],
            [column.code for column in table.columns if not column.computed],
        ),
    ]
    for lignes, colonnes in formes:
        if len(colonnes) == largeur and (len(lignes) == hauteur or (table.open_rows and hauteur > len(lignes))):
            ajoutees = [f"L{rang:02d}" for rang in range(len(lignes) + 1, hauteur + 1)]
            return lignes + ajoutees, colonnes, rangees
    attendues = [_taille(len(lignes), len(colonnes)) for lignes, colonnes in formes]
    saisie = f" ou, sans les totaux, {attendues[1]}" if attendues[0] != attendues[1] else ""
    raise CalculError(f"le tableau {table.id} a {attendues[0]}{saisie} ; la plage a {_taille(hauteur, largeur)}")


def _taille(lignes: int, colonnes: int) -> str:
    return f"{pluriel(lignes, 'ligne', 'lignes')} × {pluriel(colonnes, 'colonne', 'colonnes')}"


def complet(questionnaire: Questionnaire, table: Table, entrees: dict[str, Value]) -> dict[str, float]:
    """The computed cells of a table from its entries; those that need other tables stay blank.

    Raise `CalculError` when a cell of figures holds something else.
    """
    for code, lue in entrees.items():
        cell = cell_of(questionnaire, code)
        if cell is not None and cell.type.numeric and isinstance(lue, str):
            raise CalculError(f"{nommer(questionnaire, code)} : {valeur(lue)} n’est pas un nombre")
    plan = plan_of(questionnaire)
    bloc = plan.compute(plan.block(entrees))[0]
    calculees = (cell for cell in _cellules(questionnaire, table) if cell.computed)
    return {cell.code: float(bloc[cell.index]) for cell in calculees if not isnan(bloc[cell.index])}


def _cellules(questionnaire: Questionnaire, table: Table) -> list[Cell]:
    return [cell for cells in questionnaire.grid[table.id].values() for cell in cells]


def totaux(questionnaire: Questionnaire, table: Table, plage: Plage, partie: str) -> Grille:
    """The table with its totals, or one of its total rows, total columns or total cells (`partie`), as a grid.

    For one total cell, the range may be the smallest rectangle that holds the cells that it uses. No such rectangle has
    the size of a whole table but the table itself (tested).
    """
    visee = total_vise(questionnaire, table, partie)
    boite = rectangle(questionnaire, visee) if visee else None
    if visee is not None and boite is not None:
        rangees = grille(plage)
        if (len(rangees), len(rangees[0])) == (boite.lines, boite.columns):
            return [[un_total(questionnaire, visee, boite, rangees)]]
    entrees = saisies(questionnaire, table, plage)
    calculees = complet(questionnaire, table, entrees)
    lignes, colonnes = _partie(table, partie)
    lues: dict[str, Value] = {**entrees, **calculees}
    return [[_cellule(lues, table.variable(ligne, colonne)) for colonne in colonnes] for ligne in lignes]


def _cellule(lues: dict[str, Value], code: str) -> Cellule:
    trouvee = lues.get(code)
    return int(trouvee) if isinstance(trouvee, float) and trouvee.is_integer() else trouvee


def _partie(table: Table, partie: str) -> tuple[Sequence[str], Sequence[str]]:
    toutes, tous = list(table.row_by_code), list(table.column_by_code)
    if not partie:
        return toutes, tous
    if partie in table.row_by_code:
        return [partie], tous
    if partie in table.column_by_code:
        return toutes, [partie]
    ligne, _, colonne = partie.rpartition(".")
    if ligne in table.row_by_code and colonne in table.column_by_code:
        return [ligne], [colonne]
    lignes = [row.code for row in table.rows if row.computed]
    connus = [*lignes, *(column.code for column in table.columns if column.computed)]
    raise CalculError(
        f"« {partie} » n’est pas un total du tableau {table.id} (totaux : {', '.join(connus) or 'aucun'})"
    )
