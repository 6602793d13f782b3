"""The pure calculations of the FAQs: ETPR, days, disability, ages. No file, no Excel; each rule cites its source.

What is public here is what agents' sheets, native formulas and the add-in share.
"""

from __future__ import annotations

from processors.calculs.ages import age, anciennete, tranche, tranche_age, tranche_anciennete
from processors.calculs.equivalent import Etpr, etpr, etpr_heures, etpr_par_agent, etpr_tache, etpr_total
from processors.calculs.formules import A_VERIFIER, formule_etpr, formule_etpr_agent, formule_etpr_mois
from processors.calculs.handicap import (
    depense_amenagement,
    depense_lourd_handicap,
    dispense,
    mise_en_situation_retenue,
    orphelin_retenu,
    pension_invalidite_retenue,
    rente_retenue,
    taux_emploi,
    unites_deductibles,
)
from processors.calculs.jours import Arret, journees, jours_formation, jours_greve
from processors.calculs.nombres import CalculError, Nombre, arrondi, exact, insecable, tronque
from processors.calculs.parametres import Parametres, parametres_de
from processors.calculs.periodes import Periode, part_annee, quotite_non_complet, quotite_retenue

__all__ = [
    "A_VERIFIER",
    "Arret",
    "CalculError",
    "Etpr",
    "Nombre",
    "Parametres",
    "Periode",
    "age",
    "anciennete",
    "arrondi",
    "depense_amenagement",
    "depense_lourd_handicap",
    "dispense",
    "etpr",
    "etpr_heures",
    "etpr_par_agent",
    "etpr_tache",
    "etpr_total",
    "exact",
    "formule_etpr",
    "formule_etpr_agent",
    "formule_etpr_mois",
    "insecable",
    "journees",
    "jours_formation",
    "jours_greve",
    "mise_en_situation_retenue",
    "orphelin_retenu",
    "parametres_de",
    "part_annee",
    "pension_invalidite_retenue",
    "quotite_non_complet",
    "quotite_retenue",
    "rente_retenue",
    "taux_emploi",
    "tranche",
    "tranche_age",
    "tranche_anciennete",
    "tronque",
    "unites_deductibles",
]
