"""Oracle: chapter 2 (absences, working time, CET, télétravail, carence)."""

from __future__ import annotations

from tests.agents.oracle_base import CATEGORIES, Agent, Compte, Ligne, nombre, oui, plusieurs

MEDICAUX = ("ABS001", "ABS002", "ABS003", "ABS004", "ABS005", "ABS009")
SUR_LA_LISTE = (*MEDICAUX, "ABS006", "ABS007", "ABS008")
SANS_ARRET, MALADIE, MATERNITE = "ABS008", "ABS001", "ABS006"
CARENCE = ("ABS001", "ABS002", "ABS009")
PRESENCE_PARENTALE, SOLIDARITE = "ABS0010", "ABS0011"
CYCLES = {"CTT001d": "L01", "CTT002": "L02", "CTT003": "L03", "CTT004e": "L04", "CTT005b": "L05", "CTT005": "L06"}


def jours_arrets(ligne: Ligne, accident: bool) -> tuple[float, float]:
    """Days and stops of a line: an accident without stop has neither; another absence is one stop by default."""
    jours = nombre(ligne["jours"])
    if accident:
        return (0, 0) if ligne["avec_arret"] == "NON" else (jours, 1)
    return jours, 1 if ligne["arrets"] is None else nombre(ligne["arrets"])


def motif_retenu(agent: Agent, ligne: Ligne) -> str:
    """A pathological maternity is sickness for a contractuel, maternity for a fonctionnaire (S1-148, S1-149)."""
    if ligne["motif"] == MATERNITE and oui(ligne.get("pathologique")) and not agent.fonctionnaire:
        return MALADIE
    return str(ligne["motif"])


def absences(compte: Compte, agent: Agent, annee: int) -> None:
    """2.1.1, 2.1.2, 2.1.3: agents present at 31/12 only (S4-047)."""
    if not agent.present:
        return
    table = "2.1.1" if agent.fonctionnaire else "2.1.2" if agent.contractuel else "2.1.3"
    motifs: dict[str, list[float]] = {}
    for ligne, accident in [(one, False) for one in agent.absences] + [(one, True) for one in agent.accidents]:
        jours, arrets = jours_arrets(ligne, accident)
        motif = motif_retenu(agent, ligne)
        if jours > 0 and motif in SUR_LA_LISTE:
            somme = motifs.setdefault(motif, [0, 0])
            somme[0] += jours
            somme[1] += arrets
    for motif, (jours, arrets) in motifs.items():
        compte.ajouter(f"{table}.1", motif, agent.colonne("C01", "C02"))
        compte.ajouter(f"{table}.1", motif, agent.colonne("C04", "C05"), jours)
        if motif != SANS_ARRET:
            compte.ajouter(f"{table}.1", motif, agent.colonne("C07", "C08"), arrets)
        if motif in MEDICAUX:
            colonne = f"C{int(agent.age(annee)[2:]):02}"
            compte.ajouter(f"{table}.2", motif, colonne)
            compte.ajouter(f"{table}.3", motif, colonne, jours)


def conges_familiaux(compte: Compte, agent: Agent, annee: int) -> None:
    """2.1.4 (agents of the year, leavers included: S4-050), 2.1.5, 2.1.6."""
    if not agent.de_l_annee or agent["categorie"] is None:
        return
    if oui(agent["conge_paternite"]):
        compte.ajouter("2.1.4", agent["categorie"], "C01")
        compte.ajouter("2.1.4", agent["categorie"], "C02", nombre(agent["jours_paternite"]))
    for table, motif in (("2.1.5", PRESENCE_PARENTALE), ("2.1.6", SOLIDARITE)):
        jours = sum(nombre(ligne["jours"]) for ligne in agent.absences if ligne["motif"] == motif)
        if jours > 0:
            compte.ajouter(table, agent["categorie"], "C01")
            compte.ajouter(table, agent["categorie"], "C02", jours)


def cycles(compte: Compte, agent: Agent, annee: int) -> None:
    """2.2.1 and 2.2.2: permanent posts at full time, paid at 31/12."""
    if not (agent.present and agent.permanent and oui(agent["temps_complet"])):
        return
    if agent["cycle"] is not None:
        compte.ajouter("2.2.1", CYCLES[agent["cycle"]], agent.colonne("C01", "C02"))
        if oui(agent["cycle_avant_2002"]):
            compte.ajouter("2.2.1", "L08", agent.colonne("C01", "C02"))
    for contrainte in plusieurs(agent["contraintes"]):
        compte.ajouter("2.2.2", contrainte, agent.colonne("C01", "C02"))


def cet(compte: Compte, agent: Agent, annee: int) -> None:
    """2.2.3: holders and stock at 31/12, use by all the agents of the year."""
    if not (agent.permanent and oui(agent["cet"])):
        return
    ligne = agent["categorie"]
    if agent.present:
        compte.ajouter("2.2.3.1", ligne, agent.colonne("C01", "C02"))
        if oui(agent["cet_ouvert_annee"]):
            compte.ajouter("2.2.3.1", ligne, agent.colonne("C03", "C04"))
        compte.ajouter("2.2.3.2", ligne, agent.colonne("C01", "C02"), nombre(agent["cet_jours_cumules"]))
        compte.ajouter("2.2.3.2", ligne, agent.colonne("C03", "C04"), nombre(agent["cet_jours_verses"]))
    if agent.de_l_annee:
        compte.ajouter("2.2.3.3", ligne, agent.colonne("C01", "C02"), nombre(agent["cet_jours_pris"]))
        compte.ajouter("2.2.3.3", ligne, agent.colonne("C03", "C04"), nombre(agent["cet_jours_indemnises"]))
        compte.ajouter("2.2.3.3", ligne, agent.colonne("C05", "C06"), nombre(agent["cet_jours_rafp"]))
        compte.ajouter("2.2.3.3", ligne, agent.colonne("C07", "C08"), nombre(agent["cet_jours_donnes"]))


def teletravail(compte: Compte, agent: Agent, annee: int) -> None:
    """2.2.4: every statut, once the category is known; requests of the year, exercise at 31/12."""
    if agent["categorie"] is None:
        return
    rang = CATEGORIES.index(agent["categorie"]) + 1
    colonne = agent.colonne(f"C0{rang}", f"C0{rang + 4}")
    if agent.de_l_annee and oui(agent["teletravail_demande"]):
        compte.ajouter("2.2.4", "DEMANDE", colonne)
    if agent.present and oui(agent["teletravail"]):
        compte.ajouter("2.2.4", "EXERCICE", colonne)


def carence(compte: Compte, agent: Agent, annee: int) -> None:
    """2.2.6: each agent once, whatever the number of its absence lines."""
    if not agent.de_l_annee or agent["categorie"] is None:
        return
    table = "2.2.6.1" if agent.fonctionnaire else "2.2.6.2" if agent.contractuel else "2.2.6.3"
    rang = CATEGORIES.index(agent["categorie"]) + 1
    colonne = agent.colonne(f"C0{rang}", f"C0{rang + 3}")
    malades = [ligne for ligne in agent.absences if ligne["motif"] in CARENCE and not oui(ligne["pathologique"])]
    arrets = sum(jours_arrets(ligne, False)[1] for ligne in malades)
    compte.ajouter(table, "NTARSJC", colonne)
    compte.ajouter(table, "NAMSJC", colonne, arrets)
    if oui(agent["carence"]):
        compte.ajouter(table, "NAAJC", colonne)
        compte.ajouter(table, "NJCP", colonne, nombre(agent["carence_jours"]))
        compte.ajouter(table, "MBSRDC", colonne, nombre(agent["carence_montant"]))


def conges_longs(agents: list[Agent]) -> dict[str, str]:
    """2.1.7: Oui as soon as one agent on a permanent post is concerned, by sex."""
    reponses = {}
    for table, champ in (("2.1.7.1", "depart_conge_long"), ("2.1.7.2", "retour_conge_long")):
        for sexe, (concernes, sans_entretien) in {"H": ("L01", "L02"), "F": ("L03", "L04")}.items():
            dits = [one[champ] for one in agents if one.permanent and one["sexe"] == sexe and one[champ] is not None]
            if dits:
                oui_non = any(dit in ("AVEC", "SANS") for dit in dits)
                reponses[f"{table}!{concernes}.C01"] = "OUI" if oui_non else "NON"
                if oui_non:
                    reponses[f"{table}!{sans_entretien}.C01"] = "OUI" if "SANS" in dits else "NON"
    return reponses
