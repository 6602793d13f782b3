"""Rights and thresholds that the FAQs state in figures: sick notes, contracts, part time, exclusions.

Every threshold is a parameter of the edition (`calculs.yaml`), with its source.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from fractions import Fraction

from processors.calculs.nombres import CalculError, Nombre, ecrit, positif
from processors.calculs.parametres import Parametres


def intervenants(interventions: Iterable[Hashable]) -> int:
    """People who worked in prevention: each counts once, whatever the number of interventions.

    interventions: the key of the person, for each intervention. Source: FAQ CDG 2019, 4.1.1.
    """
    return len(set(interventions))


def jours_carence(arrets: Iterable[Nombre], parametres: Parametres) -> int:
    """Days not paid of sick leaves (maladie ordinaire), each given by its days: the first day of each one.

    A leave of 0 days has none. Source: FAQ CDG 2019, 2.2.6: pay is kept from the second day on.
    """
    return int(sum(min(positif(jours, "les jours d’arrêt"), parametres.jours_carence) for jours in arrets))


def reduction_arret(
    heures_envoi: Nombre,
    retards_avant: int,
    parametres: Parametres,
    *,
    mois_depuis: Nombre = 0,
    hospitalise: bool = False,
    jours_justification: Nombre | None = None,
) -> Fraction:
    """Part of the pay withheld, from the prescription to the sending, for a sick note sent after 48 hours.

    retards_avant: late notes before this one; mois_depuis: months since the first of them. Nothing for a first late
    note, beyond 24 months, in hospital, or when the delay is justified within 8 days.
    Source: DGCL 28/07/2020, 2.2.7.
    """
    justifie = jours_justification is not None and (
        positif(jours_justification, "les jours de justification") <= parametres.jours_justification_arret
    )
    en_retard = positif(heures_envoi, "les heures avant l’envoi") > parametres.heures_envoi_arret
    recidive = retards_avant > 0 and positif(mois_depuis, "les mois") <= parametres.mois_retards_arret
    excuse = hospitalise or justifie
    return parametres.reduction_arret_tardif if en_retard and recidive and not excuse else Fraction(0)


def article_3_2_permis(annees: Nombre, parametres: Parametres) -> bool:
    """Whether a contract on a vacant post (article 3-2) may last these years. Source: FAQ CDG 2019, 1.2.1."""
    return positif(annees, "la durée du contrat") <= parametres.annees_article_3_2


def article_3_3_3_permis(population: Nombre, parametres: Parametres) -> bool:
    """Whether a secretary of the mairie may be hired under article 3-3, 3°.

    population: inhabitants of the commune, mean population of the communes of a groupement.
    Source: FAQ CDG 2019, 1.2.1.
    """
    return positif(population, "la population") < parametres.population_article_3_3


def article_3_3_4_permis(population: Nombre, quotite: Nombre, parametres: Parametres) -> bool:
    """Whether a post of less than half time may be filled under article 3-3, 4°; `population` as for the 3°.

    Source: FAQ CDG 2019, 1.2.1.
    """
    petite = article_3_3_3_permis(population, parametres)
    return petite and positif(quotite, "la quotité") < parametres.quotite_article_3_3_4


def article_3_3_5_permis(population: Nombre, parametres: Parametres, *, groupement: bool = False) -> bool:
    """Whether article 3-3, 5° applies (post that another authority decides). Source: FAQ CDG 2019, 1.2.1."""
    seuil = parametres.population_groupement_article_3_3_5 if groupement else parametres.population_article_3_3_5
    return positif(population, "la population") < seuil


def cet_permis(annees_services: Nombre, parametres: Parametres) -> bool:
    """Whether a time savings account may be opened after these years of service. Source: FAQ CDG 2019, 2.2.3."""
    return positif(annees_services, "les années de services") >= parametres.annees_services_cet


def entretien_a_compter(mois_conge: Nombre, parametres: Parametres, *, sante: bool = False) -> bool:
    """Whether a leave is long enough for its interviews to count, unless it is for health.

    Source: FAQ CDG 2019, 2.1.7.
    """
    return not sante and positif(mois_conge, "la durée du congé") >= parametres.mois_conge_long


def temps_partiel_permis(quotite: Nombre, parametres: Parametres, *, anciennete: Nombre | None = None) -> bool:
    """Whether part time on authorisation is open: half time or more; for a contractuel, more than one year of service.

    anciennete: years of service of a contractuel; None for a fonctionnaire. Source: FAQ CDG 2019, 2.3.1.
    """
    assez = anciennete is None or positif(anciennete, "l’ancienneté") > parametres.annees_temps_partiel
    return assez and positif(quotite, "la quotité") >= parametres.quotite_temps_partiel


def groupe_exclusion(jours: Nombre, parametres: Parametres) -> int:
    """Group of a temporary exclusion of a titulaire, 1 to 3. Raise `CalculError` for 0 day, or more than two years.

    Source: FAQ CDG 2019, 6.1.4.
    """
    duree = positif(jours, "la durée de l’exclusion")
    plafonds = (
        parametres.jours_exclusion_groupe_1,
        parametres.jours_exclusion_groupe_2,
        parametres.jours_exclusion_groupe_3,
    )
    if not 0 < duree <= plafonds[-1]:
        raise CalculError(f"{ecrit(duree)} jours : une exclusion temporaire dure d’un jour à deux ans")
    return next(groupe for groupe, plafond in enumerate(plafonds, start=1) if duree <= plafond)


def exclusion_stagiaire_permise(jours: Nombre, parametres: Parametres) -> bool:
    """Whether a stagiaire may be excluded for these days: as in the first two groups. Source: FAQ CDG 2019, 6.1.4."""
    return 0 < positif(jours, "la durée de l’exclusion") <= parametres.jours_exclusion_groupe_2


def exclusion_contractuel_permise(mois: Nombre, parametres: Parametres, *, cdi: bool) -> bool:
    """Whether a contractuel may be excluded for these months: 6 in a CDD, 12 in a CDI. Source: FAQ CDG 2019, 6.1.4."""
    plafond = parametres.mois_exclusion_cdi if cdi else parametres.mois_exclusion_cdd
    return 0 < positif(mois, "la durée de l’exclusion") <= plafond
