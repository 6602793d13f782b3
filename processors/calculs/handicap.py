"""Disability (1.6.1, 1.6.2): who is a beneficiary, which expenses count, deductible units, rates of employment.

`traitement` is the minimum gross yearly pay of a full time, in euros: parameter `traitement_brut_minimum_annuel` of the
questionnaire. Expenses are in euros, without the aid of the FIPHFP.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from processors.calculs.nombres import CalculError, Nombre, exact, positif, tronque
from processors.calculs.parametres import Parametres


def depense_lourd_handicap(depense: Nombre, traitement: Nombre, parametres: Parametres) -> Decimal:
    """What an expense for one severely disabled agent counts for: doubled strictly above 35 % of the pay, else nothing.

    Source: FAQ CDG 2019, 1.6.2.
    """
    euros = positif(depense, "la dépense")
    retenue = euros > parametres.seuil_lourd_handicap * _traitement(traitement)
    return tronque(euros * parametres.facteur_lourd_handicap if retenue else 0)


def depense_amenagement(
    cout: Nombre, traitement: Nombre, parametres: Parametres, *, avis_medical: bool, beneficiaire: bool = False
) -> Decimal:
    """What the adaptation of one unfit agent's post counts for: its cost, strictly above 10 % of the pay.

    Only on medical advice, and for an agent who is not a beneficiary already. Source: FAQ CDG 2019, 1.6.2.
    """
    euros = positif(cout, "le coût")
    retenue = avis_medical and not beneficiaire and euros > parametres.seuil_amenagement * _traitement(traitement)
    return tronque(euros if retenue else 0)


def unites_deductibles(depenses: Nombre, traitement: Nombre) -> Decimal:
    """Expenses converted into beneficiaries: expenses / pay, cut to two decimals, before any ceiling.

    Source: FAQ CDG 2019, 1.6.2; « Usage » for the two decimals cut.
    """
    return tronque(positif(depenses, "les dépenses") / _traitement(traitement))


def dispense(equivalents: Nombre, beneficiaires: Nombre, parametres: Parametres) -> Decimal:
    """The beneficiaries that expenses stand for, at most half the total number of beneficiaries.

    beneficiaires: the number due, as rule C-1.6.2-01 reads the source, which does not say employed or due.
    Source: FAQ CDG 2019, 1.6.2.
    """
    plafond = positif(beneficiaires, "le nombre de bénéficiaires") * parametres.part_dispense
    return tronque(min(positif(equivalents, "les bénéficiaires équivalents"), plafond))


def taux_emploi(beneficiaires: Nombre, effectif: Nombre, unites: Nombre = 0) -> Decimal:
    """Rate of employment in per cent, cut to two decimals: direct, or legal with the deductible units.

    Raise `CalculError` when there is no agent. Source: « Usage », 1.6.2 (declaration of the indicator).
    """
    agents = positif(effectif, "l’effectif")
    if agents == 0:
        raise CalculError("pas de taux d’emploi sans effectif")
    comptes = positif(beneficiaires, "les bénéficiaires") + positif(unites, "les unités déductibles")
    return tronque(100 * comptes / agents)


def rente_retenue(incapacite: Nombre, parametres: Parametres) -> bool:
    """Whether the holder of a pension for an accident or an illness at work is a beneficiary: incapacity above 10 %.

    Source: FAQ CDG 2019, 1.6.1.
    """
    return _part(incapacite) > parametres.seuil_rente


def pension_invalidite_retenue(reduction: Nombre, parametres: Parametres) -> bool:
    """Whether the holder of an invalidity pension is a beneficiary: capacity reduced by two thirds or more.

    Source: FAQ CDG 2019, 1.6.1.
    """
    return _part(reduction) >= parametres.seuil_invalidite


def orphelin_retenu(age: Nombre, parametres: Parametres) -> bool:
    """Whether a war orphan is a beneficiary: under 21. Source: FAQ CDG 2019, 1.6.1."""
    return positif(age, "l’âge") < parametres.age_orphelin


def mise_en_situation_retenue(heures: Nombre, parametres: Parametres) -> bool:
    """Whether the expense of a work trial counts: 35 hours or more. Source: FAQ CDG 2019, 1.6.2."""
    return positif(heures, "les heures") >= parametres.heures_mise_en_situation


def _traitement(traitement: Nombre) -> Fraction:
    euros = exact(traitement)
    if euros <= 0:
        raise CalculError("le traitement minimum annuel doit dépasser 0")
    return euros


def _part(taux: Nombre) -> Fraction:
    part = positif(taux, "le taux")
    if part > 1:
        raise CalculError("le taux dépasse 1 : écrivez 0,1 pour 10 %")
    return part
