"""The parameters of the calculations, read from the `calculs.yaml` of an edition: data, per year, with their source."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from processors.calculs.nombres import exact
from schemas import FOLDER, available, latest
from schemas.declaration import ROOT, declaration

FILE = "calculs.yaml"


@dataclass(frozen=True, slots=True)
class Parametres:
    """One edition's parameters, exact; `calculs.yaml` says what each one is. `annee` is the reporting year."""

    annee: int
    heures_annuelles: Fraction
    heures_hebdomadaires: Fraction
    heures_hebdomadaires_professeur: Fraction
    heures_hebdomadaires_assistant: Fraction
    smic_horaire: Fraction
    heures_par_jour: Fraction
    seuil_lourd_handicap: Fraction
    facteur_lourd_handicap: Fraction
    seuil_amenagement: Fraction
    part_dispense: Fraction
    heures_mise_en_situation: Fraction
    seuil_rente: Fraction
    seuil_invalidite: Fraction
    age_orphelin: Fraction
    jours_carence: Fraction
    heures_envoi_arret: Fraction
    mois_retards_arret: Fraction
    reduction_arret_tardif: Fraction
    jours_justification_arret: Fraction
    annees_article_3_2: Fraction
    population_article_3_3: Fraction
    quotite_article_3_3_4: Fraction
    population_article_3_3_5: Fraction
    population_groupement_article_3_3_5: Fraction
    annees_services_cet: Fraction
    mois_conge_long: Fraction
    quotite_temps_partiel: Fraction
    annees_temps_partiel: Fraction
    jours_exclusion_groupe_1: Fraction
    jours_exclusion_groupe_2: Fraction
    jours_exclusion_groupe_3: Fraction
    mois_exclusion_cdd: Fraction
    mois_exclusion_cdi: Fraction


@cache
def parametres_de(edition: str = "") -> Parametres:
    """The parameters of an edition (the newest by default), read once. Raise KeyError when it declares none.

    The year is read from `questionnaire.yaml` alone: a calculation of ETPR needs none of the fourteen thousand cells.
    """
    edition = edition or latest()
    files = {name: declaration(FOLDER / name) for name in available()}
    known = [name for name, found in files.items() if found.exists(FILE)]
    if edition not in known:
        raise KeyError(f"{edition} (connus : {', '.join(known)})")
    entries, year = files[edition].yaml(FILE), files[edition].yaml(ROOT)["annee"]
    return Parametres(annee=year, **{code: exact(entry["valeur"]) for code, entry in entries.items()})
