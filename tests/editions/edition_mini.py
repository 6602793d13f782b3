"""A minimal edition with everything that stands beside a questionnaire, and another one declared as its differences."""

from __future__ import annotations

from pathlib import Path

from tests.schemas.declaration import FICHIERS, ecrire

_CONTROLES = """
dimensions:
  cadre: {libelle: "cadre d’emplois", nomenclatures: ["cadres"]}
fichiers: ["1"]
"""
_REGLES = """
controles:
- code: "C-1.1.1-01"
  titre: "Encadrants"
  gravite: "bloquant"
  indicateurs: ["1.1.1"]
  pour_chaque: ["cadre=CE1|CE2"]
  expression: "1.1.1[cadre=*, C03] <= 1.1.1[cadre=*, C01]"
  message: "{element} : {gauche} et {droite}."
  remede: "Corrigez."
  sources: ["Usage"]
"""
_RATIOS = """
ratios:
- code: "part"
  titre: "Part"
  unite: "%"
  facteur: 100
  decimales: 1
  aide: "Aide."
  numerateur: "somme(1.1.1[C01])"
  denominateur: "1.1.1!GENERAL.T01"
"""
_STRATES = """
secret: {autres_minimum: 5, part_maximale: 0.85}
axes:
  agents:
    libelle: "Agents"
    variable: "collectivite!q_agents.C01"
    groupes: [{code: "oui", libelle: "Oui", valeurs: ["OUI"]}]
  effectif: {libelle: "Effectif", expression: "1.1.1!GENERAL.T01", tranches: [{code: "e", libelle: "tous", minimum: 0}]}
strates:
- {code: "effectif", libelle: "Même effectif", axes: ["agents", "effectif"]}
"""
_REPRISE = """
valeurs: []
suggestions: [{tableau: "1.1.2-Q"}]
variations: {seuils: {agents: {part: 0.3, ecart: 10}}, sauf: ["1.1.1"]}
"""
_CONSOLIDATION = """
types:
  entier: "somme"
  decimal: "somme"
  montant: "somme"
  oui_non: "decision"
  liste: "decision"
  annee: "decision"
  texte: "decision"
  siret: "decision"
unites: {pourcent: "decision"}
variables:
- {variables: ["collectivite!q_*"], effet: "oui_si_un", note: "Dès qu’une dit oui."}
mouvements:
- {libelle: "Mutations", departs: "somme(1.1.1[C01])", arrivees: "somme(1.1.1[C02])"}
"""
FILES = FICHIERS | {
    "consolidation.yaml": _CONSOLIDATION,
    "controles.yaml": _CONTROLES,
    "controles/1.yaml": _REGLES,
    "ratios.yaml": _RATIOS,
    "strates.yaml": _STRATES,
    "reprise.yaml": _REPRISE,
}
"""The edition `mini`."""

NEXT = {
    "questionnaire.yaml": """
base: "mini@1.1.0"
id: "suite"
version: "1.0.0"
annee: 2021
versions:
- {version: "1.0.0", date: "2022-01-01", changements: ["Édition suivante."]}
""",
    "differences/1.yaml": """
differences:
- fichier: "questionnaire.yaml"
  note: "Nouvel indicateur."
  indicateurs: {ajouter: [{texte: "1.2.1", apres: "1.1.1"}]}
- indicateur: "1.1.1"
  note: "Autre champ."
  recoder: {"1.1.1": "1.1.1.9"}
- indicateur: "1.1.2"
  note: "Autres questions."
  recoder: {"1.1.2-Q": "1.1.2.8"}
  tableaux: {"1.1.2.1": {lignes: {liste: {"L02": {libelle: "Autres motifs"}}}}}
- controles: "1"
  note: "Plus un seul remède."
  "C-1.1.1-01": {remede: "Vérifiez."}
""",
    "indicateurs/1.2.1.yaml": """
code: "1.2.1"
titre: "Nouveau"
chapitre: "1"
population: "tous"
champ: "année {annee}"
tableaux:
- id: "1.2.1"
  titre: "Nouveau"
  lignes: {liste: [{code: "L01", libelle: "Agents"}, {code: "L02", libelle: "Total", calcul: "L01"}]}
  colonnes:
  - {code: "C01", libelle: "Nombre", unite: "agents", type: "entier"}
aide: [{texte: "Comptez.", sources: ["Usage"]}]
exemples: []
""",
    "migrations/mini-suite.yaml": """
de: "mini@1.1.0"
vers: "suite@1.0.0"
etapes:
- {abandonner: ["1.1.1!*.*", "1.1.2-Q!*.*"], raison: "Autre champ."}
- {creer: ["1.1.1.9!*.*", "1.1.2.8!*.*", "1.2.1!*.*"], raison: "Nouveau."}
- {conserver: "*!*.*"}
regles: {"C-1.1.1-01": "C-1.1.1-01"}
""",
}
"""The edition `suite`, of the year after."""


def write(folder: Path) -> Path:
    """Write both editions side by side; the folder of `suite`."""
    ecrire(folder, FILES)
    for name, text in NEXT.items():
        path = folder / "suite" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.lstrip("\n"), encoding="utf-8", newline="")
    return folder / "suite"
