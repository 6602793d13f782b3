"""Training, working-time accounts, telework, requests, rights, trades: the rest of the sheets."""

from __future__ import annotations

import numpy as np

from processors.agents.exemple.population import PERMANENTS, Population
from processors.agents.exemple.tableaux import Bloc
from processors.agents.exemple.tirages import OUI, Colonne, Masque, oui_non, sans_nombre, seulement, vide
from schemas.register_example import draws
from schemas.roles import code_of


def formations(peuple: Population) -> list[Bloc]:
    """Lines of « Formations », leavers included: they must not be counted."""
    n, tirages, fiche = peuple.taille, peuple.tirages, peuple.fiche
    suivie = np.zeros(n, dtype=bool)
    blocs = []
    for probabilite in (0.42, 0.2, 0.08):
        agents = np.flatnonzero(peuple.paye & tirages.chance(n, probabilite))
        suivie[agents] = True
        taille = len(agents)
        lignes: dict[str, Colonne] = {
            "_agent": agents,
            "type": tirages.parmi(taille, draws()["formations"]),
            "organisme": tirages.parmi(taille, draws()["organismes"]),
            "jours": tirages.demi_jours(taille, 0.5, 5),
            "cpf": oui_non(tirages.chance(taille, 0.08)),
        }
        blocs.append(Bloc(lignes))
    fiche["formation_suivie"] = oui_non(suivie)
    permanent = peuple.est(*PERMANENTS) & peuple.paye
    vae, bilan = permanent & tirages.chance(n, 0.01), permanent & tirages.chance(n, 0.01)
    fiche["vae"], fiche["bilan_competences"] = oui_non(vae), oui_non(bilan)
    fiche["vae_stade"] = seulement(vae, tirages.parmi(n, draws()["stades_vae"]))
    fiche["bilan_competences_nb"] = np.where(bilan, 1.0, np.nan)
    fiche["accompagne_cep"] = seulement(permanent, oui_non(tirages.chance(n, 0.02)))
    conge = peuple.paye & tirages.chance(n, 0.005)
    fiche["conge_formation"] = np.where(fiche.get("conge_formation", vide(n)) == OUI, OUI, oui_non(conge)).astype(
        object
    )
    return [bloc for bloc in blocs if bloc.taille]


def epargne_et_teletravail(peuple: Population) -> None:
    """CET and télétravail, where the collectivité has set them up."""
    n, tirages, fiche = peuple.taille, peuple.tirages, peuple.fiche
    permanent = peuple.est(*PERMANENTS) & peuple.paye
    if peuple.decor.repond_oui("q_cet"):
        compte = permanent & tirages.chance(n, 0.3)
        ouvert = tirages.chance(n, 0.1)
        verses = tirages.demi_jours(n, 0, 10)
        pris = tirages.demi_jours(n, 0, 6)
        fiche["cet"] = oui_non(compte)
        fiche["cet_ouvert_annee"] = seulement(compte, oui_non(ouvert))
        fiche["cet_jours_verses"] = np.where(compte, verses, np.nan)
        fiche["cet_jours_cumules"] = np.where(compte, verses + tirages.demi_jours(n, 0, 50), np.nan)
        fiche["cet_jours_pris"] = np.where(compte, pris, np.nan)
        for champ in ("cet_jours_indemnises", "cet_jours_rafp", "cet_jours_donnes"):
            jours = np.where(tirages.chance(n, 0.1), tirages.demi_jours(n, 0.5, 5), 0.0)
            fiche[champ] = np.where(compte, jours, np.nan)
    if peuple.decor.repond_oui("q_teletravail"):
        demande = permanent & tirages.chance(n, 0.08)
        fiche["teletravail_demande"] = oui_non(demande)
        fiche["teletravail"] = oui_non((demande & tirages.chance(n, 0.8)) | (permanent & tirages.chance(n, 0.03)))


def demandes_de_temps_partiel(peuple: Population) -> None:
    """Requests of part-time: first ones and renewals."""
    n, tirages, fiche = peuple.taille, peuple.tirages, peuple.fiche
    connues = fiche["tp_demande"] == OUI
    demande = (peuple.est(*PERMANENTS) & peuple.paye & tirages.chance(n, 0.08)) & ~connues
    accepte = demande & tirages.chance(n, 0.9)
    premiere = accepte & tirages.chance(n, 0.4)
    fiche["tp_demande"] = oui_non(demande | connues)
    for champ, valeur in (
        ("tp_presentees", np.ones(n)),
        ("tp_acceptees", accepte.astype("float64")),
        ("tp_premieres", premiere.astype("float64")),
        ("tp_modif_quotite", (accepte & ~premiere & tirages.chance(n, 0.3)).astype("float64")),
        ("tp_retours", np.zeros(n)),
    ):
        dits = fiche.get(champ, sans_nombre(n))
        fiche[champ] = np.where(demande, valeur, np.where(connues & np.isnan(dits), 0.0, dits))


def droits(peuple: Population) -> None:
    """Sanctions, strikes, help of the employer, long leaves."""
    n, tirages, fiche = peuple.taille, peuple.tirages, peuple.fiche
    puni = peuple.paye & tirages.chance(n, 0.008)
    fiche["sanctions"] = vide(n)
    for statut in ("titulaire", "stagiaire", "contractuel_permanent"):
        qui = puni & peuple.est(code_of(statut))
        fiche["sanctions"] = np.where(qui, tirages.parmi(n, draws()[f"sanctions_{statut}"]), fiche["sanctions"])
    sanctionne = np.array([one is not None for one in fiche["sanctions"]])
    fiche["motif_sanction"] = seulement(sanctionne, tirages.parmi(n, draws()["motifs_sanction"]))
    fiche["jours_greve"] = np.where(peuple.paye & tirages.chance(n, 0.06), tirages.demi_jours(n, 0.5, 4), np.nan)
    for champ in ("protection_sante", "protection_prevoyance"):
        fiche[champ] = tirages.parmi(n, draws()["protection"])
    fiche["garde_enfant"] = oui_non(tirages.chance(n, 0.04))
    for champ in ("depart_conge_long", "retour_conge_long"):
        dits = fiche.get(champ, vide(n))
        muets = np.array([one is None for one in dits])
        fiche[champ] = np.where(muets, tirages.parmi(n, draws()["entretiens"]), dits)
    fiche["valide"] = oui_non(tirages.chance(n, 0.9))


def gpeec(peuple: Population) -> list[Bloc]:
    """Lines of « GPEEC »: trade, highest diploma, speciality of those present at 31/12."""
    if not peuple.decor.repond_oui("module_gpeec"):
        return []
    tirages, decor = peuple.tirages, peuple.decor
    agents = np.flatnonzero(_permanents_presents(peuple))
    n = len(agents)
    metiers = decor.codes("metiers")
    lignes: dict[str, Colonne] = {
        "_agent": agents,
        "metier": tirages.parmi(n, metiers),
        "diplome": seulement(tirages.chance(n, 0.95), tirages.parmi(n, decor.codes("diplomes"))),
        "specialite": seulement(tirages.chance(n, 0.6), tirages.parmi(n, decor.codes("specialites"))),
    }
    return [Bloc(lignes)] if n else []


def _permanents_presents(peuple: Population) -> Masque:
    return np.asarray(peuple.present & peuple.est(*PERMANENTS))
