"""Labels and codes of the nomenclatures, names of the cells, SIRET."""

from __future__ import annotations

from functools import cache

from stdnum.exceptions import InvalidChecksum, InvalidLength, ValidationError
from stdnum.fr import siret as stdnum_siret

from processors.calculs import CalculError
from processors.intake.interpretation import fold, read_value
from processors.libelles import liste, nommer
from processors.validation.cells import suggestion
from schemas.model import COLLECTIVITE, COLLECTIVITE_COLUMN, Nomenclature, Questionnaire
from schemas.variables import cell_of
from xl_addin.plages import Cellule, est_vide, texte

VALIDE = "valide"
_SIRET = f"{COLLECTIVITE}!siret.{COLLECTIVITE_COLUMN}"


def nomenclature_de(questionnaire: Questionnaire, nom: str) -> Nomenclature:
    """A list of the questionnaire by its name. Raise `CalculError`, with the closest name, for an unknown one."""
    connues = questionnaire.nomenclatures
    if nom in connues:
        return connues[nom]
    if not nom:
        raise CalculError("indiquez le nom de la liste, par exemple grades")
    proche = suggestion(nom, list(connues))
    conseil = f", vouliez-vous dire « {proche} » ?" if proche else ""
    raise CalculError(f"liste « {nom} » inconnue de {questionnaire.id}{conseil}")


def libelle(nomenclature: Nomenclature, cellule: Cellule) -> Cellule:
    """The label of a code, None for a blank. Raise `CalculError` for a code that the list has not."""
    code = texte(cellule)
    if not code:
        return None
    graphies = (code, code.upper(), code.zfill(2))  # the spreadsheet makes 1 of the code 01
    element = next((nomenclature.by_code[lu] for lu in graphies if lu in nomenclature.by_code), None)
    if element is None:
        raise CalculError(f"code « {code} » absent de la liste « {nomenclature.name} »")
    return element.label


def libelle_cellule(questionnaire: Questionnaire, cellule: Cellule) -> Cellule:
    """The name in words of a variable code (« 1.1.1!G001.C05 »), None for a blank. Raise `CalculError` if unknown."""
    code = texte(cellule)
    if not code:
        return None
    if cell_of(questionnaire, code) is None:
        raise CalculError(f"cellule « {code} » inconnue de {questionnaire.id}")
    return nommer(questionnaire, code)


def code(nomenclature: Nomenclature, cellule: Cellule) -> Cellule:
    """The code of a label, whatever its case and its accents; None for a blank.

    Raise `CalculError` for an unknown label, with the closest one, and for a label that several codes bear.
    """
    lu = texte(cellule)
    if not lu:
        return None
    codes = _par_libelle(nomenclature.name, tuple((e.code, e.label) for e in nomenclature.elements)).get(fold(lu), ())
    if len(codes) > 1:
        raise CalculError(f"« {lu} » désigne plusieurs codes : {liste(codes)}")
    if codes:
        return codes[0]
    proche = suggestion(lu, [element.label for element in nomenclature.elements])
    conseil = f", vouliez-vous dire « {proche} » ?" if proche else ""
    raise CalculError(f"« {lu} » absent de la liste « {nomenclature.name} »{conseil}")


@cache
def _par_libelle(nom: str, elements: tuple[tuple[str, str], ...]) -> dict[str, tuple[str, ...]]:
    trouves: dict[str, tuple[str, ...]] = {}
    for code_element, label in elements:
        trouves[fold(label)] = (*trouves.get(fold(label), ()), code_element)
    return trouves


def verifier_siret(questionnaire: Questionnaire, cellule: Cellule) -> Cellule:
    """« valide », or what is wrong with a SIRET; None for a blank. A number is read as the processor reads it."""
    if est_vide(cellule):
        return None
    cell = questionnaire.cells[_SIRET]
    lu = str(read_value(questionnaire, cell, texte(cellule) if isinstance(cellule, str) else cellule).value)
    if not lu.isascii() or not lu.isdigit():
        raise CalculError(f"« {lu} » n’est pas un SIRET : 14 chiffres sont attendus")
    try:
        stdnum_siret.validate(lu)
    except InvalidLength:
        raise CalculError(f"le SIRET a {len(lu)} chiffres au lieu de 14") from None
    except InvalidChecksum:
        raise CalculError("la clé du SIRET est fausse : un chiffre a été mal copié") from None
    except ValidationError:
        raise CalculError(f"« {lu} » n’est pas un SIRET") from None
    return VALIDE
