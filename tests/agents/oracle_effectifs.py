"""Oracle: 1.1 to 1.4, 1.6, 1.7. Source: agregation (chapter 1), FAQ of the ministry and of the CDG."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction

from tests.agents.oracle_base import (
    CONTRACTUEL,
    FONCTIONNAIRES,
    NON_PERMANENT,
    Agent,
    Compte,
    Ligne,
    nombre,
    oui,
    plusieurs,
)

DETACHEMENT = {"ADM": ("C01", "C02"), "ATT": ("C03", "C04"), "INC": ("C05", "C06"), "ING": ("C07", "C08")}
AUTRES = ("C09", "C10")
QUOTITES = {"PTPSP001": ("C03", "C04"), "PTPSP002": ("C05", "C06"), "PTPSP003": ("C07", "C08")}
TRANCHES_TNC = {"TNC001": "C02", "TNC002": "C03", "TNC003": "C04"}
FONDEMENTS = {f"CDD00{rang}": f"C0{rang}" for rang in range(1, 9)}
ORIGINES = {"SU001": "PS018", "SU002": "PS019", "SU003": "PS020", "SU004": "PS021"}
MISES_A_DISPOSITION = ("PS016", "PS017")
DONT = {"PS012": "PS011", "PS009": "PS008", "PS017": "PS016"}
SERVICES = {"CE017": 16, "CE019": 20}  # weekly hours of a full time in artistic teaching (statutory)
HEURES_ANNUELLES, HEURES_HEBDO, SMIC = 1820, 35, Fraction("10.03")


def emplois_fonctionnels(compte: Compte, agent: Agent, annee: int) -> None:
    """1.1.0: at 31/12, by origin."""
    if agent.present and agent.permanent and oui(agent["sur_emploi_fonctionnel"]):
        sur_emploi_fonctionnel(compte, agent, "1.1.0", agent["emploi_fonctionnel"], agent.statut)


def sur_emploi_fonctionnel(compte: Compte, agent: Agent, table: str, emploi: str, statut: str) -> None:
    """One of the three tables of 1.1.0 or 1.5.1: FPT, other administrations, contractuels."""
    if statut == CONTRACTUEL:
        compte.ajouter(f"{table}.3", emploi, agent.colonne("C01", "C02"))
        return
    suite = "2" if agent["fp_origine"] in ("FPE", "FPH") else "1"
    colonnes = DETACHEMENT.get(str(agent["cadre_detachement"]), AUTRES)
    compte.ajouter(f"{table}.{suite}", emploi, agent.colonne(*colonnes))


def effectif_permanent(compte: Compte, agent: Agent, annee: int) -> None:
    """1.1.1, 1.1.2, 1.1.3, 1.2.1, 1.2.2, 1.2.3: photograph of 31/12."""
    if not (agent.present and agent.permanent):
        return
    complet = oui(agent["temps_complet"])
    if agent.fonctionnaire:
        grade = agent["grade"]
        compte.ajouter("1.1.1", grade, "C01" if complet else TRANCHES_TNC[agent["tranche_tnc"]])
        compte.ajouter("1.1.1", grade, agent.colonne("C05", "C06"))
    else:
        _contrat(compte, agent, annee, complet)
    if complet:
        _temps_partiel(compte, agent, "1.1" if agent.fonctionnaire else "1.2")


def _contrat(compte: Compte, agent: Agent, annee: int, complet: bool) -> None:
    cadre = agent["cadre_emplois"]
    if oui(agent["cdi"]):
        compte.ajouter("1.2.1", cadre, "C09")
        compte.ajouter("1.2.1", cadre, agent.colonne("C15", "C16"))
    else:
        compte.ajouter("1.2.1", cadre, FONDEMENTS[agent["type_contrat"]])
        compte.ajouter("1.2.1", cadre, agent.colonne("C17", "C18"))
    compte.ajouter("1.2.1", cadre, "C10" if complet else "C11")
    ans = agent.anciennete("date_arrivee_contrat", annee)
    if ans is None:
        ans = agent.anciennete("date_entree", annee) or 0
    compte.ajouter("1.2.1", cadre, "C12" if ans < 3 else "C13" if ans < 6 else "C14")


def _temps_partiel(compte: Compte, agent: Agent, chapitre: str) -> None:
    """Full-time posts only; the therapeutic part-time is written as a full time (S1-062)."""
    plein = oui(agent["temps_plein"])
    colonnes = ("C01", "C02") if plein else QUOTITES[agent["quotite"]]
    compte.ajouter(f"{chapitre}.2", agent["cadre_emplois"], agent.colonne(*colonnes))
    if not plein:
        droit = "C01" if agent["type_temps_partiel"] == "PARTDROI" else "C02"
        compte.ajouter(f"{chapitre}.3", f"{agent['categorie']}_{agent['sexe']}", droit)


def etpr(compte: Compte, agent: Agent, annee: int) -> None:
    """1.1.4, 1.2.4, 1.3.1.2: by the statut, filière and category of each period, never those of 31/12.

    One agent is 1 at most (S1-085); all his periods as non permanent go to the type he is counted under in 1.3.1.1.
    """
    cases: dict[tuple[str, str], Fraction] = {}
    for periode in agent.periodes:
        if periode["statut"] == NON_PERMANENT:
            case = ("1.3.1.2", type_non_permanent(agent))
        else:
            table = "1.1.4" if periode["statut"] in FONCTIONNAIRES else "1.2.4"
            case = (table, f"{periode['filiere']}_{periode['categorie']}")
        cases[case] = cases.get(case, Fraction(0)) + valeur_etpr(periode, annee)
    plafond = max(sum(cases.values()), Fraction(1))
    for (table, ligne), valeur in cases.items():
        compte.ajouter(table, ligne, agent.colonne("C03", "C04"), arrondi(valeur / plafond))


def type_non_permanent(agent: Agent) -> str:
    """That of the line of the agent, else that of his last period as a non permanent."""
    if agent.non_permanent:
        return str(agent["type_emploi_non_permanent"])
    avant = [ligne for ligne in agent.periodes if ligne["statut"] == NON_PERMANENT]
    return str(max(avant, key=lambda ligne: ligne["debut"])["type_emploi_non_permanent"])


def arrondi(valeur: Fraction) -> float:
    """Two decimals, halves up."""
    return int(valeur * 100 + Fraction(1, 2)) / 100


def valeur_etpr(periode: Ligne, annee: int) -> Fraction:
    """An entered ETPR wins; else paid hours / 1 820; else task pay / SMIC / 1 820; else quotité × months / 12."""
    if periode["valeur"] is not None:
        return exact(periode["valeur"])
    if periode["heures"] is not None:
        return exact(periode["heures"]) / HEURES_ANNUELLES
    if periode["remuneration_tache"] is not None:
        return exact(periode["remuneration_tache"]) / SMIC / HEURES_ANNUELLES
    part = mois(periode["debut"], periode["fin"], annee) / 12
    if periode["temps_complet"] == "NON" and periode["duree_hebdo"] is not None:
        part *= exact(periode["duree_hebdo"]) / SERVICES.get(str(periode["cadre_emplois"]), HEURES_HEBDO)
    return part if periode["quotite"] is None else part * exact(periode["quotite"]) / 100


def exact(valeur: float) -> Fraction:
    return Fraction(str(valeur))


def mois(debut: date | None, fin: date | None, annee: int) -> Fraction:
    """Months of the year that a period covers; a month begun counts by its days over the days of that month."""
    premier = max(debut or date(annee, 1, 1), date(annee, 1, 1))
    dernier = min(fin or date(annee, 12, 31), date(annee, 12, 31))
    total = Fraction(0)
    for rang in range(1, 13):
        suivant = date(annee + rang // 12, rang % 12 + 1, 1)
        du_mois = (suivant - date(annee, rang, 1)).days
        jours = (min(dernier, _veille(suivant)) - max(premier, date(annee, rang, 1))).days + 1
        total += Fraction(max(jours, 0), du_mois)
    return total


def _veille(jour: date) -> date:
    return date.fromordinal(jour.toordinal() - 1)


def non_permanents(compte: Compte, agent: Agent, annee: int) -> None:
    """1.3.1.1: at 31/12, and distinct agents of the year; a job that became permanent is in the year only."""
    if agent.non_permanent:
        type_emploi = agent["type_emploi_non_permanent"]
        if agent.present:
            compte.ajouter("1.3.1.1", type_emploi, agent.colonne("C01", "C02"))
        if agent.de_l_annee:
            compte.ajouter("1.3.1.1", type_emploi, agent.colonne("C03", "C04"))
        return
    if any(ligne["statut"] == NON_PERMANENT for ligne in agent.periodes):
        compte.ajouter("1.3.1.1", type_non_permanent(agent), agent.colonne("C03", "C04"))


def positions(compte: Compte, agent: Agent, annee: int) -> None:
    """1.4.1, 1.4.2, 1.4.3: persons, whatever their quotité (S4-028, S4-029)."""
    if agent["type_emploi_non_permanent"] == "EF001" and agent["structure_origine"] is not None and agent.present:
        compte.ajouter("1.4.2", ORIGINES[agent["structure_origine"]], agent.colonne("C05", "C06"))
    position = agent["position_statutaire"]
    if position is None or not agent.permanent or agent["en_position_particuliere"] == "NON":
        return
    lignes = [position, *([DONT[position]] if position in DONT else [])]
    for ligne in lignes:
        if position in ORIGINES.values():
            colonnes = ("C03", "C04") if oui(agent["sur_emploi_fonctionnel"]) else ("C01", "C02")
            if agent.fonctionnaire:
                compte.ajouter("1.4.2", ligne, agent.colonne(*colonnes))
        elif position in MISES_A_DISPOSITION:
            colonnes = ("C01", "C02") if agent.fonctionnaire else ("C03", "C04")
            compte.ajouter("1.4.3", ligne, agent.colonne(*colonnes))
        else:
            compte.ajouter("1.4.4" if position >= "PS022" else "1.4.1", ligne, agent.colonne("C01", "C02"))


def handicap(compte: Compte, agent: Agent, annee: int) -> None:
    """1.6.1: at 31/12."""
    if not (agent.present and oui(agent["boeth"])):
        return
    if agent.non_permanent:
        compte.ajouter("1.6.1.2", "NONPERM", agent.colonne("C01", "C02"))
        if agent["type_emploi_non_permanent"] == "EF010":
            compte.ajouter("1.6.1.2", "NONPERM", agent.colonne("C03", "C04"))
        return
    colonnes = ("C01", "C02") if agent.fonctionnaire else ("C03", "C04")
    compte.ajouter("1.6.1.1", agent["categorie"], agent.colonne(*colonnes))


def ages(compte: Compte, agent: Agent, annee: int) -> None:
    """1.7.1: all, at 31/12."""
    if agent.present:
        colonne = "C01" if agent.fonctionnaire else "C02" if agent.contractuel else "C03"
        compte.ajouter("1.7.1", f"{agent['sexe']}_{agent.age(annee)}", colonne)


def conseil_evolution(compte: Compte, agent: Agent, annee: int) -> None:
    """1.5.7: those accompanied, and those who had a skills assessment (S4-046)."""
    if agent.permanent and agent.de_l_annee and (oui(agent["accompagne_cep"]) or oui(agent["bilan_competences"])):
        compte.ajouter("1.5.7", agent["categorie"], agent.colonne("C01", "C02"))


def prevention(compte: Compte, agent: Agent, annee: int) -> None:
    """4.1.1: agents who took part in the year; each mission counts the agent."""
    if agent.permanent and agent.de_l_annee and oui(agent["mission_prevention"]):
        for mission in plusieurs(agent["missions_prevention"]):
            compte.ajouter("4.1.1", mission, "C01")


def temps_partiel_demande(compte: Compte, agent: Agent, annee: int) -> None:
    """2.3.1: agents of the year, leavers included."""
    champs: Iterable[tuple[str, str]] = (
        ("L01", "tp_presentees"),
        ("L02", "tp_acceptees"),
        ("L03", "tp_premieres"),
        ("L04", "tp_modif_quotite"),
        ("L05", "tp_retours"),
    )
    for ligne, champ in champs:
        compte.ajouter("2.3.1", ligne, agent.colonne("C01", "C02"), nombre(agent[champ]))
