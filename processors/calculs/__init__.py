"""The pure calculations of the FAQs: ETPR, days, disability, ages. No file, no Excel; each rule cites its source.

What is public here is what agents' sheets, native formulas and the add-in share.
"""

from __future__ import annotations

from processors.calculs.ages import age, anciennete, tranche, tranche_age, tranche_anciennete
from processors.calculs.droits import (
    article_3_2_permis,
    article_3_3_3_permis,
    article_3_3_4_permis,
    article_3_3_5_permis,
    cet_permis,
    entretien_a_compter,
    exclusion_contractuel_permise,
    exclusion_stagiaire_permise,
    groupe_exclusion,
    intervenants,
    jours_carence,
    reduction_arret,
    temps_partiel_permis,
)
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
    "article_3_2_permis",
    "article_3_3_3_permis",
    "article_3_3_4_permis",
    "article_3_3_5_permis",
    "cet_permis",
    "depense_amenagement",
    "depense_lourd_handicap",
    "dispense",
    "entretien_a_compter",
    "etpr",
    "etpr_heures",
    "etpr_par_agent",
    "etpr_tache",
    "etpr_total",
    "exact",
    "exclusion_contractuel_permise",
    "exclusion_stagiaire_permise",
    "formule_etpr",
    "formule_etpr_agent",
    "formule_etpr_mois",
    "groupe_exclusion",
    "insecable",
    "intervenants",
    "journees",
    "jours_carence",
    "jours_formation",
    "jours_greve",
    "mise_en_situation_retenue",
    "orphelin_retenu",
    "parametres_de",
    "part_annee",
    "pension_invalidite_retenue",
    "quotite_non_complet",
    "quotite_retenue",
    "reduction_arret",
    "rente_retenue",
    "taux_emploi",
    "temps_partiel_permis",
    "tranche",
    "tranche_age",
    "tranche_anciennete",
    "tronque",
    "unites_deductibles",
]
