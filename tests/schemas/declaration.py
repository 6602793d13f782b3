"""A minimal questionnaire, complete enough to break in every way that the loader refuses."""

from __future__ import annotations

from pathlib import Path

NOM = "mini"

FICHIERS = {
    "questionnaire.yaml": """
id: "mini"
famille: "mini"
version: "1.1.0"
annee: 2019
titre: "Mini {annee}"
modules:
  base: {titre: "Base", chapitres: ["1"], defaut: true}
  plus: {titre: "Plus", chapitres: ["R"]}
  autre: {titre: "Autre", chapitres: ["H"]}
chapitres:
  "C": "Collectivité"
  "1": "Effectifs"
  "R": "Santé"
  "H": "Handicap"
collectivite: "collectivite"
bilan_a_vide:
  expression: "collectivite.q_agents = 'NON'"
  texte: "Aucun agent en {annee}."
indicateurs: ["1.1.1", "1.1.2", "R.1", "H.1"]
parametres:
  seuil: {libelle: "Seuil en {annee}", type: "decimal", valeur: 12.5}
unites: {agents: "agents", jours: "jours", pourcent: "%", aucun: ""}
versions:
- {version: "1.1.0", date: "2020-02-01", changements: ["Deux indicateurs."]}
- {version: "1.0.0", date: "2020-01-01", changements: ["Première édition."]}
""",
    "collectivite.yaml": """
code: "collectivite"
titre: "Collectivité"
chapitre: "C"
population: "collectivite"
champ: "au 31/12/{annee}"
tableaux:
- id: "collectivite"
  titre: "Collectivité"
  lignes:
    liste:
    - {code: "siret", libelle: "SIRET", unite: "aucun", type: "siret", obligatoire: true}
    - {code: "q_agents", libelle: "Agents en {annee} ?", unite: "aucun", type: "oui_non", aide: "Même un seul jour."}
    - {code: "effectif", libelle: "Effectif", unite: "agents", type: "entier"}
  colonnes:
  - {code: "C01", libelle: "Réponse", unite: "aucun", type: "texte"}
aide: []
exemples: []
""",
    "indicateurs/1.1.1.yaml": """
code: "1.1.1"
titre: "Agents au 31/12/{annee}"
chapitre: "1"
population: "tous"
champ: "au 31/12/{annee}"
tableaux:
- id: "1.1.1"
  titre: "Agents par cadre d’emplois"
  condition: {expression: "collectivite.q_agents = 'OUI'", texte: "si un agent est rémunéré"}
  lignes: {nomenclature: "cadres", groupes: ["filieres"]}
  totaux_lignes:
  - {niveau: "filieres", libelle: "Total {libelle}"}
  - {niveau: "general", libelle: "Total"}
  colonnes:
  - {code: "C01", groupe: ["Agents"], libelle: "Hommes", unite: "agents", type: "entier", axes: {sexes: "H"}}
  - {code: "C02", groupe: ["Agents"], libelle: "Femmes", unite: "agents", type: "entier", axes: {sexes: "F"}}
  - {code: "T01", groupe: ["Agents"], libelle: "Total", unite: "agents", type: "entier", calcul: "C01 + C02"}
  - {code: "C03", libelle: "dont encadrants hommes", unite: "agents", type: "entier", dont_de: "C01"}
aide:
- {texte: "Comptez les présents.", sources: ["DGCL"], regles_sources: ["S4-001"]}
exemples:
- {entrees: "un agent", resultat: "1", sources: ["CDG"]}
""",
    "indicateurs/1.1.2.yaml": """
code: "1.1.2"
titre: "Jours en {annee-1} et {annee}"
chapitre: "1"
population: "tous"
champ: "année {annee}"
tableaux:
- id: "1.1.2.1"
  titre: "Jours"
  lignes:
    liste:
    - {code: "L01", groupe: ["Absences"], libelle: "Maladie", axes: {filieres: "AD"}}
    - {code: "L02", groupe: ["Absences"], libelle: "Autres"}
    - {code: "L03", libelle: "Total", calcul: "L01 + L02"}
  colonnes:
  - {code: "C01", libelle: "Jours", unite: "jours", type: "decimal", pas: 0.5}
  - {code: "P01", libelle: "Part", unite: "pourcent", type: "decimal", calcul: "arrondi(100 * C01 / L03.C01; 2)"}
  cellules_absentes:
  - {ligne: "L03", colonnes: ["P01"]}
- id: "1.1.2-Q"
  titre: "Questions"
  lignes:
    liste:
    - {code: "Q01", libelle: "Télétravail ?", unite: "aucun", type: "oui_non"}
    - {code: "Q02", libelle: "Statut", condition: {expression: "1.1.2-Q!Q01.C01 = 'OUI'", texte: "si télétravail"}}
    - {code: "Q03", libelle: "Depuis", unite: "aucun", type: "annee"}
  colonnes:
  - {code: "C01", libelle: "Réponse", unite: "aucun", type: "liste", modalites: "statuts"}
- id: "1.1.2.9"
  titre: "Ancien tableau"
  actif: false
  notes: ["N’est plus demandé."]
  lignes: {libres: 2}
  colonnes:
  - {code: "C01", libelle: "Jours", unite: "jours", type: "decimal"}
aide: []
exemples: []
""",
    "indicateurs/R.1.yaml": """
code: "R.1"
titre: "Actions"
chapitre: "R"
population: "tous"
champ: "année {annee}"
tableaux:
- id: "R.1"
  titre: "Actions"
  lignes: {libres: 3, titre: "Action"}
  colonnes:
  - {code: "C01", libelle: "Intitulé", unite: "aucun", type: "texte"}
  - {code: "C02", libelle: "Agents", unite: "agents", type: "entier"}
- id: "R.1.2"
  titre: "Rappel"
  lignes:
    liste:
    - {code: "L01", libelle: "Agents", calcul: "1.1.1!GENERAL.T01"}
  colonnes:
  - {code: "C01", libelle: "Nombre", unite: "agents", type: "entier"}
aide: []
exemples: []
""",
    "indicateurs/H.1.yaml": """
code: "H.1"
titre: "Handicap"
chapitre: "H"
population: "tous"
champ: "année {annee}"
tableaux:
- id: "H.1"
  titre: "Handicap"
  lignes:
    liste:
    - {code: "L01", libelle: "Agents"}
  colonnes:
  - {code: "C01", libelle: "Nombre", unite: "agents", type: "entier"}
aide: []
exemples: []
""",
    "nomenclatures.yaml": """
sexes: {titre: "Sexes"}
categories: {titre: "Catégories"}
filieres: {titre: "Filières"}
cadres:
  titre: "Cadres au 31/12/{annee}"
  parent: filieres
  colonnes: {categorie: categories, filiere: filieres, statut: [ouvert, ferme], age: entier, tableau: tableau}
statuts: {titre: "Statuts"}
reponses_oui_non: {titre: "Oui ou non"}
""",
    "nomenclatures/sexes.csv": "code;libelle;parent;note\nH;Hommes;;\nF;Femmes;;\n",
    "nomenclatures/categories.csv": "code;libelle;parent;note\nA;Catégorie A;;\nB;Catégorie B;;\n",
    "nomenclatures/filieres.csv": "code;libelle;parent;note\nAD;Administrative;;\nTE;Technique;;\n",
    "nomenclatures/cadres.csv": (
        "code;libelle;parent;note;categorie;filiere;statut;age;tableau\n"
        "CE1;Attachés;AD;;A;AD;ouvert;;1.1.1\n"
        "CE2;Rédacteurs;AD;;B;AD;ferme;18;\n"
        "CE3;Techniciens;TE;;B;TE;;;\n"
    ),
    "nomenclatures/statuts.csv": "code;libelle;parent;note\nT;Titulaire;;\nC;Contractuel;;\n",
    "nomenclatures/reponses_oui_non.csv": "code;libelle;parent;note\nOUI;Oui;;\nNON;Non;;\n",
}


def ecrire(dossier: Path, fichiers: dict[str, str]) -> Path:
    """Write a declaration in `dossier`/mini; return that folder."""
    racine = dossier / NOM
    for nom, texte in fichiers.items():
        (racine / nom).parent.mkdir(parents=True, exist_ok=True)
        (racine / nom).write_text(texte.lstrip("\n"), encoding="utf-8", newline="")
    return racine
