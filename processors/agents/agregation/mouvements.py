"""The movements of the year that count, out of all those that are written: arrivals, departures, titularisations.

Sources of the reductions, each tested by its name in `tests/agents/test_regles_faq_mouvements.py`:
S1-117 (successive contracts: the last movement), S1-119 (disponibilité then retirement: the retirement), S1-120
(already away before the year: nowhere), S1-121 and S1-122 (congé parental: a departure, then an arrival), S1-123
(detachment ended by an integration: a departure, then an arrival, of one day perhaps), S1-125 and S1-129 (named
stagiaire: an arrival as fonctionnaire), S1-128 (non permanent: no departure; a permanent agent who is non permanent
on 31/12 has left), S4-030 (retired on 31/12: not a departure), S4-035 (disponibilité d’office: no movement).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from processors.agents.agregation.vue import Masque
from schemas.model import Nomenclature
from schemas.roles import code_of, codes_of

NOMME_STAGIAIRE = code_of("nomme_stagiaire")
"""Contractuel permanent named stagiaire (1.5.4); he also leaves 1.5.0.2 by the line `DEVENU_STAGIAIRE`."""
DEVENU_STAGIAIRE = code_of("devenu_stagiaire")
RENOUVELLEMENT_POSSIBLE = code_of("renouvellement_possible")
"""Detachment elsewhere: its renewal counts as a departure, even for an agent who was already away (S1-118)."""
DISPONIBILITES = codes_of("disponibilites")
DISPONIBILITE_OFFICE = code_of("disponibilite_d_office")
REPRISES = codes_of("reprises")
"""Arrivals that end an absence: they are no new contract."""

DECEMBRE, DERNIER_JOUR = 12, 31
FONCTIONNAIRES, CONTRACTUELS = "fonctionnaires", "contractuels_permanents"
_SITUATION = ("categorie", "filiere", "cadre_emplois", "temps_complet", "emploi_fonctionnel")


@dataclass(frozen=True)
class Mouvements:
    """`arrivees` and `departs` hold one line per movement that counts, with the situation of the agent at that time.

    `partis` are the ranks of the agents gone for good at the end of the year; `entrees` gives, by rank of agent, the
    motive of the last arrival of the year. `ecartes` are the departures that count nowhere because the agent is said
    to be present on 31 December though no arrival follows; those of 31 December itself are S4-030 and not among them.
    All keep the Excel lines of the sheet as their index.
    """

    arrivees: pd.DataFrame
    departs: pd.DataFrame
    titularisations: pd.DataFrame
    promotions: pd.DataFrame
    partis: np.ndarray[tuple[int], np.dtype[np.int64]]
    entrees: pd.Series[str]
    ecartes: pd.DataFrame


def mouvements(
    lignes: pd.DataFrame, agents: pd.DataFrame, annee: int, statuts: Nomenclature, motifs_depart: Nomenclature
) -> Mouvements:
    """The movements that count. `lignes` is the sheet, with `rang`, the rank of the agent in `agents`."""
    situes = _situes(lignes, agents, annee, statuts)
    temporaires = [code for code, motif in motifs_depart.by_code.items() if motif.attributes["genre"] == "temporaire"]
    situes["definitif"] = (situes["nature"] == "depart") & ~situes["motif_depart"].isin(temporaires)
    entrees_sorties = situes[
        situes["nature"].isin(["arrivee", "depart"])
        & situes["mouvement_interne"].isna()
        & situes["population"].isin([FONCTIONNAIRES, CONTRACTUELS])
    ]
    retenus, ecartes = _retenus(entrees_sorties, agents)
    titularisations = situes[
        (situes["nature"] == "titularisation")
        & (situes["titularise"] != "NON")
        & situes["motif_titularisation"].notna()
    ]
    arrivees = retenus[retenus["nature"] == "arrivee"]
    departs = retenus[(retenus["nature"] == "depart") & (retenus["motif_depart"] != DEVENU_STAGIAIRE)]
    return Mouvements(
        arrivees=arrivees.assign(sur_fonctionnel=arrivees["emploi_fonctionnel"].notna()),
        departs=pd.concat([departs, _devenus_stagiaires(entrees_sorties, titularisations)]),
        titularisations=titularisations,
        promotions=_promotions(situes),
        partis=_partis(entrees_sorties, agents),
        entrees=arrivees.drop_duplicates("rang", keep="last").set_index("rang")["motif_arrivee"],
        ecartes=ecartes,
    )


def _situes(lignes: pd.DataFrame, agents: pd.DataFrame, annee: int, statuts: Nomenclature) -> pd.DataFrame:
    """The movements of the year in the order of their dates, with the situation of the movement, else the agent's."""
    de_l_annee = lignes[lignes["date"].isna() | (lignes["date"].dt.year == annee)]
    situes = de_l_annee.assign(ordre=np.arange(len(de_l_annee)), du_jour=_ordre_du_jour(de_l_annee, agents))
    situes = situes.sort_values(["rang", "date", "du_jour", "ordre"], na_position="first", kind="stable")
    rangs = situes["rang"].to_numpy()
    for champ in ("statut", *_SITUATION):
        de_l_agent = pd.Series(agents[champ].to_numpy()[rangs], index=situes.index, dtype="object")
        situes[champ] = situes[champ].where(situes[champ].notna(), de_l_agent)
    populations = {code: element.attributes["population"] for code, element in statuts.by_code.items()}
    situes["population"] = situes["statut"].map(populations)
    return pd.DataFrame(situes)


def _ordre_du_jour(lignes: pd.DataFrame, agents: pd.DataFrame) -> Masque:
    """Whether a movement comes second in its day, whatever the order of the lines.

    The arrival does, unless it is the last day of movements of an agent who is gone at the end of the year.
    """
    entree_sortie = lignes["nature"].isin(["arrivee", "depart"])
    dernier_jour = lignes["date"].where(entree_sortie).groupby(lignes["rang"]).transform("max")
    absent = agents["remunere_3112"].to_numpy()[lignes["rang"].to_numpy()] == "NON"
    fini = absent & (lignes["date"] == dernier_jour).to_numpy(np.bool_)
    second: Masque = np.where(fini, lignes["nature"] == "depart", lignes["nature"] == "arrivee")
    return second


def _retenus(mouvements: pd.DataFrame, agents: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Arrivals and departures that count, once per agent and per story; departures that contradict a presence."""
    rangs = mouvements["rang"].to_numpy()
    office = mouvements["motif_depart"].isin(DISPONIBILITES) & (
        agents["position_statutaire"].to_numpy()[rangs] == DISPONIBILITE_OFFICE
    )
    mouvements = mouvements[~office]
    mouvements = mouvements[~_suivi_d_un_depart(mouvements)]
    mouvements = mouvements[~_contrat_depasse(mouvements)]
    rangs = mouvements["rang"].to_numpy()
    depart = (mouvements["nature"] == "depart").to_numpy()
    present = _sur_emploi_permanent(agents).to_numpy()[rangs]
    paye = agents["paye"].to_numpy()[rangs] | (mouvements["motif_depart"] == RENOUVELLEMENT_POSSIBLE).to_numpy()
    revenu = _suivi_d_une_arrivee(mouvements)
    dates = mouvements["date"].dt
    du_31 = ((dates.month == DECEMBRE) & (dates.day == DERNIER_JOUR)).to_numpy(np.bool_)
    devenu = (mouvements["motif_depart"] == DEVENU_STAGIAIRE).to_numpy()
    ecartes = mouvements[depart & present & ~revenu & ~du_31 & ~devenu]
    return pd.DataFrame(mouvements[~depart | (paye & (revenu | ~present))]), pd.DataFrame(ecartes)


def _suivi_d_un_depart(mouvements: pd.DataFrame) -> Masque:
    """Departures directly followed by another departure of the same agent."""
    rangs, depart = mouvements["rang"].to_numpy(), (mouvements["nature"] == "depart").to_numpy()
    suivi = np.zeros(len(mouvements), dtype=np.bool_)
    suivi[:-1] = depart[:-1] & depart[1:] & (rangs[:-1] == rangs[1:])
    return suivi


def _contrat_depasse(mouvements: pd.DataFrame) -> Masque:
    """Beginnings and ends of contracts that a later one, or an arrival as fonctionnaire, replaces."""
    arrivee = mouvements["nature"] == "arrivee"
    contractuel = mouvements["population"] == CONTRACTUELS
    contrat = contractuel & (mouvements["definitif"] | (arrivee & ~mouvements["motif_arrivee"].isin(REPRISES)))
    suite = contrat | (arrivee & ~contractuel)
    return (contrat & _suivi(mouvements, suite)).to_numpy()


def _suivi_d_une_arrivee(mouvements: pd.DataFrame) -> Masque:
    return _suivi(mouvements, mouvements["nature"] == "arrivee").to_numpy()


def _suivi(mouvements: pd.DataFrame, lesquels: pd.Series[bool]) -> pd.Series[bool]:
    """Whether one of these movements comes later for the same agent."""
    places = pd.Series(np.arange(len(mouvements)), index=mouvements.index)
    dernieres = places.where(lesquels, -1).groupby(mouvements["rang"].to_numpy()).transform("max")
    return dernieres > places


def _devenus_stagiaires(mouvements: pd.DataFrame, titularisations: pd.DataFrame) -> pd.DataFrame:
    """Contractuels permanents named stagiaires who were there before the year: those who came in it left nothing."""
    nommes = titularisations[
        (titularisations["motif_titularisation"] == NOMME_STAGIAIRE) & (titularisations["titularise"] == "OUI")
    ]
    ecrits = mouvements[mouvements["motif_depart"] == DEVENU_STAGIAIRE]
    tous = pd.concat([ecrits, nommes]).drop_duplicates("rang")
    recrutes = mouvements[
        (mouvements["nature"] == "arrivee")
        & (mouvements["population"] == CONTRACTUELS)
        & ~mouvements["motif_arrivee"].isin(REPRISES)
    ]
    restants = tous[~tous["rang"].isin(recrutes["rang"])]
    return restants.assign(motif_depart=DEVENU_STAGIAIRE, population=CONTRACTUELS)


def _promotions(situes: pd.DataFrame) -> pd.DataFrame:
    """One line per promotion and nature, fonctionnaires only."""
    promus = situes[
        (situes["nature"] == "promotion") & (situes["promotion"] == "OUI") & (situes["population"] == FONCTIONNAIRES)
    ]
    natures = promus["motifs_promotion"].astype("object").str.split("|")
    return promus.assign(motif_promotion=natures).explode("motif_promotion")


def _partis(mouvements: pd.DataFrame, agents: pd.DataFrame) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Gone by a last movement that is a final departure, not into a stage nor to a non permanent post."""
    derniers = mouvements.drop_duplicates("rang", keep="last")
    definitif = derniers["definitif"] & (derniers["motif_depart"] != DEVENU_STAGIAIRE)
    ailleurs = (agents["present"] & ~_sur_emploi_permanent(agents)).to_numpy()[derniers["rang"].to_numpy()]
    partis: np.ndarray[tuple[int], np.dtype[np.int64]] = derniers.loc[definitif & ~ailleurs, "rang"].to_numpy(np.int64)
    return partis


def _sur_emploi_permanent(agents: pd.DataFrame) -> pd.Series[bool]:
    """Whether an agent is present on 31/12 on a permanent post: a non permanent one is no place in 1.5 (S4-010)."""
    return agents["present"] & agents["population"].isin([FONCTIONNAIRES, CONTRACTUELS])
