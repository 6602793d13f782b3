"""The views that the rules count, by name: each prepares the lines of one or two sheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from processors.agents.agregation.agents import AUTRE_REMUNERATION, fiches_agents, populations
from processors.agents.agregation.etpr import parts_etpr
from processors.agents.agregation.heures import situations_du_mois
from processors.agents.agregation.mouvements import Mouvements, mouvements
from processors.agents.agregation.tranches import en_tranches
from processors.agents.agregation.vue import Vue
from processors.agents.donnees import SEPARATEUR, Donnees
from schemas.bands import bands_of
from schemas.model import Questionnaire
from schemas.registers import KEY, Register
from schemas.roles import code_of, codes_of

CABINET = code_of("cabinet")
NON_PERMANENTS = "non_permanents"
MATERNITE, MALADIE = code_of("maternite"), code_of("maladie_ordinaire")

DE_LA_FEUILLE: Mapping[str, str] = {
    **{nom: nom for nom in ("periodes", "accidents", "formations", "heures", "remunerations")},
    **{nom: "mouvements" for nom in ("arrivees", "departs", "titularisations", "promotions")},
}
"""Views whose lines are those of one sheet: their index is the Excel line."""


class Vues:
    """The views of one collectivité. `agents` has one line per person; the others are built when a rule asks them."""

    def __init__(self, donnees: Donnees, fiches: Register) -> None:
        self.donnees, self.fiches = donnees, fiches
        self.questionnaire: Questionnaire = fiches.feeds
        self.agents = fiches_agents(donnees, fiches)
        self.cles: list[str] = self.agents[KEY].tolist()
        self._index = pd.Index(self.cles, dtype="object")
        self.mouvements = self._lire_mouvements()
        partis = np.zeros(len(self.agents), dtype=np.bool_)
        partis[self.mouvements.partis] = True
        entrees = self.mouvements.entrees.reindex(range(len(self.agents)))
        self.agents = self.agents.assign(
            parti=partis, mode_entree=entrees.to_numpy(), arrive=entrees.notna().to_numpy()
        )
        self._vues: dict[str, Vue] = {}

    def __getitem__(self, nom: str) -> Vue:
        if nom not in self._vues:
            lignes = _LIGNES[nom](self)
            rangs = lignes["rang"].to_numpy(np.int64)
            self._vues[nom] = Vue(self.agents, lignes.drop(columns="rang"), rangs)
        return self._vues[nom]

    def feuille(self, code: str) -> pd.DataFrame:
        """The lines of a sheet that belong to an agent who has a card, with the rank of that agent."""
        lignes = self.donnees[code]
        rangs = self._index.get_indexer(pd.Index(lignes[KEY]))
        return lignes.assign(rang=rangs)[rangs >= 0]

    def de_l_agent(self, champ: str, lignes: pd.DataFrame) -> pd.Series[str]:
        """A field of the agent of each line."""
        valeurs = self.agents[champ].to_numpy()[lignes["rang"].to_numpy()]
        return pd.Series(valeurs, index=lignes.index, dtype="object")

    def _lire_mouvements(self) -> Mouvements:
        nomenclatures = self.questionnaire.nomenclatures
        return mouvements(
            self.feuille("mouvements"),
            self.agents,
            self.questionnaire.year,
            nomenclatures["statuts"],
            nomenclatures["motifs_depart"],
        )

    # One method per view: the fields of its lines, and `rang`, the agent of each.

    def _agents(self) -> pd.DataFrame:
        return pd.DataFrame({"rang": np.arange(len(self.agents))})

    def _agents_annee(self) -> pd.DataFrame:
        """Each population that an agent belonged to in the year: by his card if he was paid, by a period, by a pay."""
        payes = self.agents.index[self.agents["paye"]]
        cartes = pd.DataFrame({"rang": payes.to_numpy(), "population": self.agents.loc[payes, "population"]})
        lignes = [cartes, *(self[nom].lignes.assign(rang=self[nom].rangs) for nom in ("periodes", "remunerations"))]
        toutes = pd.concat([une[["rang", "population"]] for une in lignes], ignore_index=True)
        return toutes.drop_duplicates()

    def _multiple(self, champ: str, nom: str) -> pd.DataFrame:
        """One line per answer of a multiple answer."""
        reponses = self.agents[champ].dropna().astype("object").str.split(SEPARATEUR).explode()
        return pd.DataFrame({"rang": reponses.index.to_numpy(), nom: reponses.to_numpy(object)})

    def _inaptitudes(self) -> pd.DataFrame:
        demandes = self.agents["demande_reclassement"].dropna()
        une_par_agent = pd.DataFrame({"rang": demandes.index.to_numpy(), "inaptitude": demandes.to_numpy(object)})
        return pd.concat([une_par_agent, self._multiple("decision_inaptitude", "inaptitude")], ignore_index=True)

    def _positions(self) -> pd.DataFrame:
        """Positions; a « dont » line also counts in the line that it is part of. Cabinets by their origin (1.4.2)."""
        positions = self.questionnaire.nomenclatures["positions_statutaires"]
        portees = self.agents["position_statutaire"].dropna()
        parents = {
            code: un.attributes["dont_de"] for code, un in positions.by_code.items() if "dont_de" in un.attributes
        }
        recues = {positions.by_code[code].label: code for code in codes_of("positions_d_origine")}
        structures = self.questionnaire.nomenclatures["structures_origine"].by_code
        de_la_structure = {code: recues[un.label] for code, un in structures.items()}
        cabinets = self.agents["structure_origine"].where(self.agents["type_emploi_non_permanent"] == CABINET)
        toutes = pd.concat([portees, portees.map(parents).dropna(), cabinets.map(de_la_structure).dropna()])
        return pd.DataFrame({"rang": toutes.index.to_numpy(), "position": toutes.to_numpy(object)})

    def _non_permanents(self) -> pd.DataFrame:
        """Each non permanent agent of the year once: his type of post, else that of his last period as such."""
        agents = self.agents
        actuels = agents.loc[(agents["population"] == NON_PERMANENTS) & agents["paye"], "type_emploi_non_permanent"]
        periodes = self._periodes_non_permanentes()
        dernieres = periodes.drop_duplicates("rang", keep="last").set_index("rang")["type_emploi_non_permanent"]
        statut_np = agents.index[agents["population"] == NON_PERMANENTS]
        propres = agents.loc[statut_np, "type_emploi_non_permanent"]
        types = pd.concat([actuels, dernieres])
        types = types[~types.index.duplicated()]
        types = types.where(~types.index.isin(statut_np), propres.reindex(types.index))
        present = agents["present"] & (agents["population"] == NON_PERMANENTS)
        return pd.DataFrame(
            {
                "rang": types.index.to_numpy(),
                "type_emploi_non_permanent": types.to_numpy(object),
                "present": present.to_numpy()[types.index.to_numpy()],
            }
        )

    def _periodes_non_permanentes(self) -> pd.DataFrame:
        periodes = self._periodes()
        return periodes[periodes["population"] == NON_PERMANENTS].sort_values(["rang", "fin"], kind="stable")

    def _periodes(self) -> pd.DataFrame:
        periodes = self.feuille("periodes")
        return periodes.assign(population=populations(periodes["statut"], self.questionnaire))

    def _etpr(self) -> pd.DataFrame:
        types = self["non_permanents"]
        par_rang = pd.Series(types.champ("type_emploi_non_permanent"), index=types.rangs, dtype="object")
        return parts_etpr(self._periodes(), self.agents, par_rang, self.fiches)

    def _absences(self) -> pd.DataFrame:
        """Absences, accidents and maladies professionnelles together: what 2.1.1 to 2.1.3 count."""
        absences, accidents = self.feuille("absences"), self.feuille("accidents")
        champs = ["rang", "motif", "motif_ecrit", "pathologique", "jours", "arrets"]
        arrets = absences["arrets"].fillna(1.0)
        autres = absences.assign(arrets=arrets, motif=self._motifs(absences), motif_ecrit=absences["motif"])
        avec_arret = accidents["avec_arret"] != "NON"
        arretes = accidents.assign(
            arrets=avec_arret.astype("float64"),
            jours=accidents["jours"].where(avec_arret, 0.0),
            motif_ecrit=accidents["motif"],
            pathologique=None,
        )
        lignes = pd.concat([autres[champs], arretes[champs]], ignore_index=True)
        lignes = lignes[lignes["jours"] > 0]
        nomenclatures = self.questionnaire.nomenclatures
        return lignes.assign(
            dans_2_1=lignes["motif"].isin(list(nomenclatures["motifs_absence"].position)),
            medical=lignes["motif"].isin(list(nomenclatures["motifs_absence_medicaux"].position)),
        )

    def _motifs(self, absences: pd.DataFrame) -> pd.Series[str]:
        """Couches pathologiques: maternity for a fonctionnaire, ordinary illness for a contractuel (S1-148, S1-149)."""
        contractuel = self.de_l_agent("population", absences) != "fonctionnaires"
        pathologique = absences["pathologique"] == "OUI"
        return absences["motif"].mask(pathologique & ~contractuel, MATERNITE).mask(pathologique & contractuel, MALADIE)

    def _accidents(self) -> pd.DataFrame:
        accidents = self.feuille("accidents")
        jours = accidents["jours"].where(accidents["avec_arret"] != "NON", 0.0)
        durees = en_tranches(jours, bands_of(self.questionnaire)["durees_d_arret"])
        return accidents.assign(jours=jours, duree=durees, arrete=jours > 0)

    def _heures(self) -> pd.DataFrame:
        """Hours, with the situation of their month, else that of the agent."""
        heures = self.feuille("heures")
        situations = situations_du_mois(heures, self.feuille("periodes"), self.feuille("remunerations"))
        for champ in ("statut", "cadre_emplois", "temps_complet"):
            dits = situations[champ].astype("object")
            if champ in heures:
                dits = heures[champ].astype("object").where(heures[champ].notna(), dits)
            heures[champ] = dits.where(dits.notna(), self.de_l_agent(champ, heures))
        return heures.assign(population=populations(heures["statut"], self.questionnaire))

    def _remunerations(self) -> pd.DataFrame:
        """Pay by period: statut, filière and catégorie are those of the period, else the agent's (S4-060)."""
        lignes = self.feuille("remunerations")
        for champ in ("statut", "filiere", "categorie"):
            dits = lignes[champ].astype("object")
            lignes[champ] = dits.where(dits.notna(), self.de_l_agent(champ, lignes))
        emplois = self.questionnaire.nomenclatures["emplois_non_permanents_remuneration"].position
        types = lignes["type_emploi_non_permanent"].astype("object")
        types = types.where(types.notna(), self.de_l_agent("type_emploi_non_permanent", lignes))
        return lignes.assign(
            population=populations(lignes["statut"], self.questionnaire),
            emploi_remuneration=types.where(types.isin(list(emplois)), AUTRE_REMUNERATION),
            primes_et_sft=lignes[["primes", "sft"]].sum(axis=1, min_count=1),
        )


_LIGNES: Mapping[str, Callable[[Vues], pd.DataFrame]] = {
    "agents": Vues._agents,
    "agents_annee": Vues._agents_annee,
    "contraintes": lambda vues: vues._multiple("contraintes", "contrainte"),
    "missions": lambda vues: vues._multiple("missions_prevention", "mission"),
    "sanctions": lambda vues: vues._multiple("sanctions", "sanction"),
    "inaptitudes": Vues._inaptitudes,
    "positions": Vues._positions,
    "non_permanents": Vues._non_permanents,
    "periodes": Vues._periodes,
    "etpr": Vues._etpr,
    "absences": Vues._absences,
    "accidents": Vues._accidents,
    "formations": lambda vues: vues.feuille("formations"),
    "heures": Vues._heures,
    "remunerations": Vues._remunerations,
    "arrivees": lambda vues: vues.mouvements.arrivees,
    "departs": lambda vues: vues.mouvements.departs,
    "titularisations": lambda vues: vues.mouvements.titularisations,
    "promotions": lambda vues: vues.mouvements.promotions,
}


__all__ = ["Vues"]
