"""Absences, accidents and occupational diseases, disability and incapacity."""

from __future__ import annotations

import numpy as np

from processors.agents.exemple.population import PERMANENTS, Population
from processors.agents.exemple.tableaux import Bloc
from processors.agents.exemple.tirages import OUI, Colonne, Masque, Nombres, oui_non, seulement, vide
from schemas.register_example import draws
from schemas.roles import code_of

MALADIE, MATERNITE = code_of("maladie_ordinaire"), code_of("maternite")
NAISSANCE, AUTORISATION = code_of("naissance"), code_of("autorisation_d_absence")
JOURS_MATERNITE, JOURS_PATHOLOGIE, JOURS_NAISSANCE, JOURS_PATERNITE = 112.0, 14.0, 3.0, 11.0
PRESENCE_MINIMALE, PART_D_ABSENCE = 60, 12
"""Days paid below which no absence is drawn, and the share of them (one in…) that one line may take."""
MALADIE_PRO, CETTE_ANNEE = code_of("maladie_professionnelle"), code_of("annee")
THERAPEUTIQUE = code_of("temps_partiel_therapeutique")


def absences(peuple: Population, payes: Nombres) -> list[Bloc]:
    """Lines of « Absences », accidents apart. `payes`: days that each agent was paid, which bound the length."""
    n, tirages, fiche = peuple.taille, peuple.tirages, peuple.fiche
    assez = payes >= PRESENCE_MINIMALE
    borne = np.maximum(np.floor(payes / PART_D_ABSENCE), 1)
    femme, ages = (
        fiche["sexe"] == code_of("femme"),
        peuple.annee - fiche["naissance"].astype("datetime64[Y]").astype("int64") - 1970,
    )
    blocs = []
    for probabilite in (0.42, 0.18, 0.07):
        blocs.append(_lignes(peuple, assez & tirages.chance(n, probabilite), MALADIE, borne))
    longue = assez & (payes > 300) & tirages.chance(n, 0.02)
    blocs.append(_lignes(peuple, longue, tirages.parmi(n, draws()["maladies_longues"]), np.full(n, 150.0), minimum=30))
    blocs.append(_lignes(peuple, assez & tirages.chance(n, 0.35), AUTORISATION, np.minimum(borne, 6), minimum=0.5))
    maternite = femme & (ages < 44) & (payes > 200) & tirages.chance(n, 0.05) & ~longue
    blocs.append(_lignes(peuple, maternite, MATERNITE, np.full(n, JOURS_MATERNITE), minimum=JOURS_MATERNITE))
    grossesse = _lignes(peuple, maternite & tirages.chance(n, 0.4), MATERNITE, np.full(n, JOURS_PATHOLOGIE), minimum=14)
    grossesse["pathologique"] = np.full(grossesse.taille, OUI, dtype=object)
    blocs.append(grossesse)
    naissance = ~femme & (ages < 50) & assez & tirages.chance(n, 0.05)
    paternite = naissance & tirages.chance(n, 0.8)
    jours = np.where(paternite, JOURS_NAISSANCE + JOURS_PATERNITE, JOURS_NAISSANCE)
    blocs.append(_lignes(peuple, naissance, NAISSANCE, jours, minimum=0, exact=True))
    fiche["conge_paternite"] = oui_non(paternite)
    fiche["jours_paternite"] = np.where(paternite, JOURS_PATERNITE, np.nan)
    permanent = peuple.est(*PERMANENTS) & assez
    for motif, probabilite in draws()["conges_rares"].items():
        qui = permanent & tirages.chance(n, probabilite)
        blocs.append(_lignes(peuple, qui, motif, np.minimum(borne, 20), entiers=True))
    _carence(peuple, blocs[:3])
    _absents(peuple, blocs)
    return blocs


def _lignes(
    peuple: Population,
    qui: Masque,
    motif: str | Colonne,
    borne: Nombres,
    *,
    minimum: float = 1,
    entiers: bool = False,
    exact: bool = False,
) -> Bloc:
    """One line for each agent concerned, of `minimum` to `borne` days (in half-days), more often few."""
    agents = np.flatnonzero(qui)
    hasard = peuple.tirages.rng.random(len(agents)) ** 2
    largeur = np.maximum(borne[agents] - minimum, 0)
    jours = minimum + np.floor(hasard * (largeur * 2 + 1)) / 2
    jours = borne[agents] if exact else np.minimum(jours, np.maximum(borne[agents], minimum))
    motifs = np.full(len(agents), motif, dtype=object) if isinstance(motif, str) else motif[agents]
    arrets = np.where(peuple.tirages.chance(len(agents), 0.5), 1.0, np.nan)
    lignes = {"_agent": agents, "motif": motifs, "jours": np.ceil(jours) if entiers else jours, "arrets": arrets}
    return Bloc(lignes)


def _carence(peuple: Population, maladies: list[Bloc]) -> None:
    """One day without pay for each sick leave."""
    n, tirages = peuple.taille, peuple.tirages
    arrets = np.zeros(n)
    for bloc in maladies:
        np.add.at(arrets, bloc["_agent"], 1)
    concerne = arrets > 0
    jours = np.where(concerne, arrets, np.nan)
    peuple.fiche["carence"] = oui_non(concerne)
    peuple.fiche["carence_jours"] = jours
    peuple.fiche["carence_montant"] = np.round(jours * (60 + 60 * tirages.rng.random(n)))


def _absents(peuple: Population, blocs: list[Bloc]) -> None:
    absent = np.zeros(peuple.taille, dtype=bool)
    for bloc in blocs:
        absent[bloc["_agent"]] = True
    peuple.fiche["absent"] = oui_non(absent)


def accidents(peuple: Population, payes: Nombres) -> list[Bloc]:
    """Lines of « Accidents et maladies »: this year’s, last year’s, older ones that still give days."""
    tirages = peuple.tirages
    agents = np.flatnonzero((payes >= PRESENCE_MINIMALE) & tirages.chance(peuple.taille, 0.07))
    n = len(agents)
    motifs, annees = tirages.parmi(n, draws()["accidents"]), tirages.parmi(n, draws()["annees"])
    arret = (annees != CETTE_ANNEE) | (motifs == MALADIE_PRO) | tirages.chance(n, 0.65)
    jours = np.minimum(1 + np.floor(tirages.rng.random(n) ** 3 * 120 * 2) / 2, np.maximum(payes[agents] / 3, 1))
    jours = np.floor(jours * 2) / 2
    absent = peuple.fiche["absent"]
    absent[agents[~arret & (absent[agents] != OUI)]] = None  # an accident without stop: neither yes nor no
    absent[agents[arret]] = OUI
    maladie, rassct = motifs == MALADIE_PRO, peuple.decor.repond_oui("module_rassct")
    lignes: dict[str, Colonne] = {
        "_agent": agents,
        "motif": motifs,
        "annee": annees,
        "avec_arret": oui_non(arret),
        "jours": np.where(arret, jours, np.nan),
    }
    listes = {
        "nature_lesion": ("natures_lesion", ~maladie),
        "siege_lesion": ("sieges_lesion", ~maladie),
        "element_materiel": ("elements_materiels", ~maladie),
        "activite_arret": ("types_activite", ~maladie),
        "maladie_pro": ("maladies_professionnelles", maladie),
        "activite_mp": ("types_activite", maladie),
    }
    for champ, (liste, concerne) in listes.items() if rassct else ():
        lignes[champ] = seulement(concerne, tirages.parmi(n, peuple.decor.codes(liste)))
    return [Bloc(lignes)] if n else []


def sante(peuple: Population) -> list[Bloc]:
    """Fields of « Agents » on health, and the lines of « Handicap »."""
    n, tirages, fiche = peuple.taille, peuple.tirages, peuple.fiche
    permanent = peuple.est(*PERMANENTS)
    boeth = peuple.paye & tirages.chance(n, 0.06)
    fiche["boeth"] = np.where(fiche.get("boeth", vide(n)) == OUI, OUI, oui_non(boeth)).astype(object)
    for champ, probabilite in {"ati_accident": 0.008, "ati_mp": 0.004, "ati_autre": 0.002}.items():
        fiche[champ] = seulement(permanent, oui_non(tirages.chance(n, probabilite)))
    _inaptitudes(peuple, permanent)
    return _handicap(peuple) if peuple.decor.repond_oui("module_handitorial") else []


def _inaptitudes(peuple: Population, permanent: Masque) -> None:
    n, tirages, fiche = peuple.taille, peuple.tirages, peuple.fiche
    demande = permanent & tirages.chance(n, 0.01)
    fiche["demande_reclassement"] = seulement(demande, tirages.parmi(n, draws()["demandes_reclassement"]))
    prise = permanent & tirages.chance(n, 0.015) & (fiche["decision_inaptitude"] != THERAPEUTIQUE)
    fiche["decision_inaptitude"] = np.where(
        prise, tirages.parmi(n, draws()["decisions_inaptitude"]), fiche["decision_inaptitude"]
    )
    affecte = permanent & tirages.chance(n, 0.02)
    fiche["mission_prevention"] = seulement(permanent, oui_non(affecte))
    fiche["missions_prevention"] = seulement(affecte, tirages.parmi(n, draws()["missions_prevention"]))


def _handicap(peuple: Population) -> list[Bloc]:
    tirages, decor = peuple.tirages, peuple.decor
    boeth = peuple.fiche["boeth"] == OUI
    inapte = peuple.est(*PERMANENTS) & peuple.paye & tirages.chance(peuple.taille, 0.015)
    agents = np.flatnonzero(boeth | inapte)
    n = len(agents)
    annee, avant = inapte[agents] & tirages.chance(n, 0.6), inapte[agents]
    avant = avant & (~annee | tirages.chance(n, 0.3))
    concerne = boeth[agents]
    lignes: dict[str, Colonne] = {
        "_agent": agents,
        "boeth_categorie": seulement(concerne, tirages.parmi(n, draws()["categories_boeth"])),
        "handicap_nature": seulement(concerne, tirages.parmi(n, decor.codes("natures_handicap"))),
    }
    for suffixe, rendu in (("annee", annee), ("avant", avant)):
        lignes[f"inapt_avis_{suffixe}"] = oui_non(rendu)
        lignes[f"inapt_type_{suffixe}"] = seulement(rendu, tirages.parmi(n, decor.codes("inaptitudes_boeth")))
        lignes[f"inapt_mesure_{suffixe}"] = seulement(rendu, tirages.parmi(n, decor.codes("mesures_boeth")))
    return [Bloc(lignes)] if n else []
