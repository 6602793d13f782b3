"""The faults of the files, of the outline and of the lists: one change of the minimal declaration each."""

from __future__ import annotations

from dataclasses import dataclass

ROOT = "questionnaire.yaml"
PLACE = "collectivite.yaml"
GRID = "indicateurs/1.1.1.yaml"
DAYS = "indicateurs/1.1.2.yaml"
OPEN = "indicateurs/R.1.yaml"
INDEX = "nomenclatures.yaml"
CADRES = "nomenclatures/cadres.csv"


@dataclass(frozen=True)
class Case:
    """Replace `old` by `new` in a file; the fault is at `key` of `where`, which is the same file when left out."""

    name: str
    file: str
    old: str
    new: str
    key: str
    where: str = ""


def column(code: str, key: str = "", table: str = "1.1.1") -> str:
    return f"tableaux[{table}].colonnes[{code}]" + (f".{key}" if key else "")


def row(code: str, key: str = "", table: str = "1.1.2.1") -> str:
    return f"tableaux[{table}].lignes.liste[{code}]" + (f".{key}" if key else "")


STRUCTURE = [
    Case("not yaml", GRID, 'titre: "Agents au', 'titre: "Agents" "au', "-"),
    Case("key twice", GRID, 'chapitre: "1"\n', 'chapitre: "1"\nchapitre: "1"\n', "chapitre"),
    Case("anchor", GRID, 'population: "tous"', 'population: &p "tous"\nalias: *p', "-"),
    Case("date without quotes", ROOT, '"2020-02-01"', "2020-02-01", "-"),
    Case("extra key of the root", ROOT, "famille:", 'auteur: "x"\nfamille:', "auteur"),
    Case("extra key of a module", ROOT, 'titre: "Base",', 'titre: "Base", rang: 1,', "modules.base.rang"),
    Case("extra key of an indicator", GRID, "aide:\n", 'source: "S0"\naide:\n', "source"),
    Case("extra key of a table", GRID, "  lignes:", '  code_b: "x"\n  lignes:', "tableaux[1.1.1].code_b"),
    Case("extra key of a column", GRID, "dont_de:", 'aide: "Non.", dont_de:', column("C03", "aide")),
    Case("extra key of a row", DAYS, 'libelle: "Autres"', 'libelle: "Autres", taille: 3', row("L02", "taille")),
    Case("extra key of rows", GRID, 'groupes: ["filieres"]', 'ordre: "code"', "tableaux[1.1.1].lignes.ordre"),
    Case("extra key of a condition", GRID, 'texte: "si', 'sinon: 0, texte: "si', "tableaux[1.1.1].condition.sinon"),
    Case("extra key of help", GRID, 'sources: ["DGCL"],', 'sources: ["DGCL"], note: "x",', "aide[0].note"),
    Case("extra key of an example", GRID, 'sources: ["CDG"]}', 'sources: ["CDG"], note: "x"}', "exemples[0].note"),
    Case("extra key of a nomenclature", INDEX, '"Sexes"', '"Sexes", ordre: 1', "sexes.ordre"),
    Case("missing key of the root", ROOT, "annee: 2019\n", "", "annee"),
    Case("missing key of an indicator", GRID, 'population: "tous"\n', "", "population"),
    Case("missing unit", GRID, 'hommes", unite: "agents",', 'hommes",', column("C03", "unite")),
    Case("unknown type", GRID, 'type: "entier", dont_de', 'type: "nombre", dont_de', column("C03", "type")),
    Case("unknown population", GRID, '"tous"', '"stagiaires"', "population"),
    Case("two forms of rows", OPEN, "libres: 3,", 'libres: 3, nomenclature: "cadres",', "tableaux[R.1].lignes"),
    Case("column code form", GRID, '"C03"', '"D3"', column("D3", "code")),
    Case("row code form", DAYS, 'code: "L02"', 'code: "12"', row("12", "code")),
    Case("row code with a space", DAYS, 'code: "L02"', 'code: "L 2"', row("L 2", "code")),
    Case("parameter not numeric", ROOT, "valeur: 12.5", 'valeur: "12,5"', "parametres.seuil.valeur"),
    Case("year not a number", ROOT, "annee: 2019", 'annee: "2019"', "annee"),
    Case("straight apostrophe", GRID, '"dont encadrants hommes"', '"dont chefs d\'équipe"', column("C03", "libelle")),
    Case("unknown brace", GRID, '"au 31/12/{annee}"', '"au 31/12/{an}"', "champ"),
    Case("stray space", GRID, '"Femmes"', '"Femmes "', column("C02", "libelle")),
    Case("help too long", GRID, "Comptez les présents.", f"{'Comptez-les ' * 25}.", "aide[0].texte"),
    Case(
        "row help too long",
        PLACE,
        "Même un seul jour.",
        f"{'Même un jour ' * 25}.",
        row("q_agents", "aide", "collectivite"),
    ),
    Case("help not a sentence", GRID, "Comptez les présents.", "Comptez", "aide[0].texte"),
    Case("unknown source", GRID, 'sources: ["DGCL"]', 'sources: ["B"]', "aide[0].sources[0]"),
    Case("indicator listed twice", ROOT, '"R.1", "H.1"]', '"R.1", "H.1", "R.1"]', "indicateurs"),
    Case("actif true", DAYS, "actif: false", "actif: true", "tableaux[1.1.2.9].actif"),
]

OUTLINE = [
    Case("id is not the folder", ROOT, 'id: "mini"', 'id: "maxi"', "id"),
    Case("version without entry", ROOT, 'version: "1.1.0"\nannee', 'version: "1.2.0"\nannee', "versions"),
    Case("versions out of order", ROOT, 'version: "1.0.0"', 'version: "1.3.0"', "versions"),
    Case("no default module", ROOT, "defaut: true", "defaut: false", "modules"),
    Case("unknown chapter of a module", ROOT, 'chapitres: ["R"]', 'chapitres: ["R", "Z"]', "modules.plus.chapitres"),
    Case("chapter in two modules", ROOT, 'chapitres: ["R"]', 'chapitres: ["R", "1"]', "chapitres.1"),
    Case("chapter in no module", ROOT, '  "H": "Handicap"\n', '  "H": "Handicap"\n  "G": "Métiers"\n', "chapitres.G"),
    Case(
        "chapter without indicator",
        ROOT,
        'chapitres: ["H"]}\nchapitres:\n',
        'chapitres: ["H", "G"]}\nchapitres:\n  "G": "Métiers"\n',
        "chapitres.G",
    ),
    Case("unknown chapter", OPEN, 'chapitre: "R"', 'chapitre: "S"', "chapitre"),
    Case("chapter of another code", OPEN, 'chapitre: "R"', 'chapitre: "H"', "chapitre"),
    Case("code of another file", OPEN, 'code: "R.1"\n', 'code: "R.2"\n', "code"),
    Case("listed without file", ROOT, '"H.1"]', '"H.1", "H.2"]', "-", "indicateurs/H.2.yaml"),
    Case("file not listed", ROOT, '"R.1", "H.1"]', '"H.1"]', "code", OPEN),
    Case("table id twice", DAYS, 'id: "1.1.2.9"', 'id: "1.1.2.1"', "tableaux[1.1.2.1].id"),
    Case("table of another indicator", DAYS, 'id: "1.1.2.9"', 'id: "1.1.20"', "tableaux[1.1.20].id"),
    Case(
        "two columns for the collectivité",
        PLACE,
        "  colonnes:\n",
        '  colonnes:\n  - {code: "C02", libelle: "x", unite: "aucun", type: "texte"}\n',
        "tableaux[collectivite].colonnes",
    ),
    Case("no siret", PLACE, 'type: "siret"', 'type: "texte"', "tableaux[collectivite].lignes"),
]

LISTS = [
    Case("no file", INDEX, 'sexes: {titre: "Sexes"}', 'ages: {titre: "Âges"}', "-", "nomenclatures/ages.csv"),
    Case(
        "file out of the index", INDEX, 'statuts: {titre: "Statuts"}\n', "", column("C01", "modalites", "1.1.2-Q"), DAYS
    ),
    Case(
        "unused file out of the index",
        INDEX,
        'categories: {titre: "Catégories"}\n',
        "",
        "-",
        "nomenclatures/categories.csv",
    ),
    Case(
        "unknown parent nomenclature",
        INDEX,
        "parent: filieres",
        "parent: services",
        "tableaux[1.1.1].totaux_lignes",
        GRID,
    ),
    Case("unknown kind of column", INDEX, "age: entier", "age: nombres", "cadres.colonnes.age"),
    Case("header", CADRES, "filiere;statut", "statut;filiere", "header"),
    Case("number of fields", CADRES, "ouvert;;1.1.1", "ouvert;1.1.1", "line 2"),
    Case("code twice", CADRES, "CE2;", "CE1;", "CE1"),
    Case("empty label", CADRES, "Rédacteurs", "", "CE2"),
    Case("apostrophe in a label", CADRES, "Rédacteurs", "Chefs d'équipe", "CE2"),
    Case("unknown parent", "nomenclatures/filieres.csv", "TE;", "TX;", "tableaux[1.1.1].totaux_lignes", GRID),
    Case("list: code of another list", CADRES, ";B;AD;", ";Z;AD;", "CE2"),
    Case("parents say otherwise", CADRES, ";B;AD;", ";B;TE;", "CE2"),
    Case("word out of the list", CADRES, "ouvert", "entrouvert", "CE1"),
    Case("not a whole number", CADRES, ";18;", ";dix-huit;", "CE2"),
    Case("list: unknown table", CADRES, "1.1.1\n", "9.9.9\n", "CE1"),
    Case(
        "two answers with one label",
        "nomenclatures/statuts.csv",
        "Contractuel",
        "Titulaire",
        column("C01", "modalites", "1.1.2-Q"),
        DAYS,
    ),
]
