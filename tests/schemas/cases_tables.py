"""The faults of the tables, of their totals and of their expressions."""

from __future__ import annotations

from tests.schemas.cases import CADRES, DAYS, GRID, OPEN, PLACE, ROOT, Case, column, row

T01 = 'calcul: "C01 + C02"'
L03 = 'calcul: "L01 + L02"'
P01 = 'calcul: "arrondi(100 * C01 / L03.C01; 2)"'
GATE = "collectivite.q_agents = 'OUI'"
ROW_GATE = "1.1.2-Q!Q01.C01 = 'OUI'"


BY_FILIERE = '  - {niveau: "filieres", libelle: "Total {libelle}"}\n'
OVERALL = '  - {niveau: "general", libelle: "Total"}\n'
GREYED = '  cellules_absentes:\n  - {ligne: "L03"'
LAST = "CE3;Techniciens;TE;;B;TE;;;\n"
BACK = "CE4;Administrateurs;AD;;A;AD;;;\n"


def calcul(name: str, new: str, old: str = T01, file: str = GRID, key: str = column("T01", "calcul")) -> Case:
    return Case(f"calcul: {name}", file, old, f'calcul: "{new}"', key)


def condition(name: str, new: str) -> Case:
    return Case(f"condition: {name}", GRID, GATE, new, "tableaux[1.1.1].condition.expression")


TABLES = [
    Case("row code twice", DAYS, 'code: "L02"', 'code: "L01"', row("L01")),
    Case("column code twice", GRID, 'code: "C02"', 'code: "C01"', column("C01")),
    Case("rows with one label", DAYS, '"Autres"', '"Maladie"', row("L01", "libelle")),
    Case("columns with one label", GRID, '"Femmes"', '"Hommes"', column("C01", "libelle")),
    Case("rows of a list with one label", CADRES, "Rédacteurs", "Attachés", row("CE1", "libelle", "1.1.1"), GRID),
    Case("row code that is a column", DAYS, 'code: "L02"', 'code: "P01"', row("P01")),
    Case("row code of a list", CADRES, "CE2;", "C 2;", row("C 2", table="1.1.1"), GRID),
    Case("unknown nomenclature of rows", GRID, '"cadres"', '"grades"', "tableaux[1.1.1].lignes.nomenclature"),
    Case("unknown nomenclature of answers", DAYS, '"statuts"', '"etats"', column("C01", "modalites", "1.1.2-Q")),
    Case(
        "list without answers",
        DAYS,
        'type: "liste", modalites: "statuts"',
        'type: "liste"',
        column("C01", "modalites", "1.1.2-Q"),
    ),
    Case(
        "answers without list",
        DAYS,
        'unite: "aucun", type: "annee"',
        'unite: "aucun", type: "annee", modalites: "statuts"',
        row("Q03", "modalites", "1.1.2-Q"),
    ),
    Case("unknown axis", GRID, 'sexes: "H"', 'genres: "H"', column("C01", "axes")),
    Case("unknown code of an axis", GRID, 'sexes: "H"', 'sexes: "X"', column("C01", "axes")),
    Case("unknown code of a row axis", DAYS, 'filieres: "AD"', 'filieres: "ZZ"', row("L01", "axes")),
    Case("unknown part", GRID, 'dont_de: "C01"', 'dont_de: "C09"', column("C03", "dont_de")),
    Case("part of itself", GRID, 'dont_de: "C01"', 'dont_de: "C03"', column("C03", "dont_de")),
    Case("part in another unit", GRID, 'hommes", unite: "agents"', 'hommes", unite: "jours"', column("C03", "dont_de")),
    Case("unknown unit", GRID, 'hommes", unite: "agents"', 'hommes", unite: "etpr"', column("C03", "dont_de")),
    Case(
        "unknown unit of a row",
        PLACE,
        'libelle: "Effectif", unite: "agents"',
        'libelle: "Effectif", unite: "etpr"',
        row("effectif", "unite", "collectivite"),
    ),
    Case(
        "absent row",
        DAYS,
        'ligne: "L03", colonnes: ["P01"]',
        'ligne: "L09", colonnes: ["P01"]',
        "tableaux[1.1.2.1].cellules_absentes",
    ),
    Case("absent column", DAYS, 'colonnes: ["P01"]}', 'colonnes: ["P02"]}', "tableaux[1.1.2.1].cellules_absentes"),
    Case(
        "conditions both ways",
        DAYS,
        'modalites: "statuts"',
        f'modalites: "statuts", condition: {{expression: "{GATE}", texte: "x"}}',
        column("C01", "condition", "1.1.2-Q"),
    ),
    Case(
        "condition on a total",
        DAYS,
        L03,
        f'{L03}, condition: {{expression: "{GATE}", texte: "x"}}',
        row("L03", "condition"),
    ),
    Case("step of a total", GRID, T01, f"{T01}, pas: 5", column("T01", "pas")),
    Case("step of a year", DAYS, 'type: "annee"', 'type: "annee", pas: 1', row("Q03", "pas", "1.1.2-Q")),
]

TOTALS = [
    Case("unknown group", GRID, 'groupes: ["filieres"]', 'groupes: ["categories"]', "tableaux[1.1.1].lignes.groupes"),
    Case("total without its heading", GRID, ', groupes: ["filieres"]', "", "tableaux[1.1.1].totaux_lignes"),
    Case("unknown level", GRID, 'niveau: "filieres"', 'niveau: "services"', "tableaux[1.1.1].totaux_lignes"),
    Case("general first", GRID, BY_FILIERE + OVERALL, OVERALL + BY_FILIERE, "tableaux[1.1.1].totaux_lignes"),
    Case("rows in two runs", CADRES, LAST, LAST + BACK, row("TOTAL_AD", table="1.1.1"), GRID),
    Case("total of texts", GRID, '"entier", dont_de: "C01"', '"texte"', "tableaux[1.1.1].totaux_lignes"),
    Case(
        "totals of a written list",
        DAYS,
        GREYED,
        f"  totaux_lignes:\n{OVERALL}{GREYED}",
        "tableaux[1.1.2.1].totaux_lignes",
    ),
]

FORMULAS = [
    calcul("syntax", "C01 + + C02"),
    calcul("unknown column", "C01 + C09"),
    calcul("unknown cell", "C01 + GENERAL.C09"),
    calcul("unknown table", "C01 + 9.9.9!L01.C01"),
    calcul("unknown field", "C01 + collectivite.population"),
    calcul("unknown parameter", "C01 * parametre.taux"),
    calcul("inactive table", "C01 + 1.1.2.9!L01.C01"),
    calcul("truth instead of a figure", "C01 = C02"),
    calcul("text in a figure", "C01 + 'OUI'"),
    calcul("answer in a figure", "C01 + 1.1.2-Q!Q01.C01"),
    calcul("year in a figure", "C01 + 1.1.2-Q!Q03.C01"),
    calcul("constant", "2 * parametre.seuil"),
    calcul("too many decimals", "arrondi(C01; 7)"),
    calcul("half a decimal", "arrondi(C01; 1.5)"),
    calcul("cells of the coherence rules", "somme(1.1.1[C01])"),
    calcul("another unit", "C01 + 1.1.2.1!L01.C01"),
    calcul("another type", "C01 - 1.1.2.1!L01.P01"),
    calcul("another module", "C01 + R.1!L01.C02"),
    calcul("unknown row", "L01 + L09", L03, DAYS, row("L03", "calcul")),
    calcul(
        "greyed cell out of a sum", "arrondi(100 * C01 / L03.P01; 2)", P01, DAYS, column("P01", "calcul", "1.1.2.1")
    ),
    calcul("circle of a column", "T01 + C02"),
    calcul("circle of a row", "L01 + L03", L03, DAYS, row("L03", "calcul")),
    Case("circle through the name of a cell", DAYS, L03, 'calcul: "L01 + 1.1.2.1!L03.C01"', row("L03", "calcul")),
    Case(
        "calcul: total of texts",
        PLACE,
        'libelle: "Effectif", unite: "agents", type: "entier"',
        'libelle: "Effectif", unite: "agents", type: "texte", calcul: "1.1.1!GENERAL.T01"',
        row("effectif", "calcul", "collectivite"),
    ),
    condition("unknown code", "collectivite.q_agents = 'Oui'"),
    condition("code of another list", "collectivite.q_agents = 'T'"),
    condition("text against a number", "collectivite.effectif = 'OUI'"),
    condition("number against an answer", "collectivite.q_agents = 1"),
    condition("order of answers", "collectivite.q_agents > 'NON'"),
    condition("unknown field", "collectivite.q_telework = 'OUI'"),
    condition("bare code", "C01 > 0"),
    condition("figure", "collectivite.effectif + 1"),
    condition("division", "collectivite.effectif / 2 > 3"),
    condition("constants", "1 < 2"),
    condition("parameter alone", "parametre.seuil > 3"),
    condition("implication", "si collectivite.effectif > 3 alors collectivite.q_agents = 'OUI'"),
    condition("other module", "R.1!L01.C02 > 0"),
    condition("syntax", "collectivite.q_agents 'OUI'"),
    Case(
        "unknown code of a row condition",
        DAYS,
        ROW_GATE,
        "1.1.2-Q!Q01.C01 = 'T'",
        row("Q02", "condition.expression", "1.1.2-Q"),
    ),
    Case("empty report", ROOT, "q_agents = 'NON'", "q_agents = 'RIEN'", "bilan_a_vide.expression"),
    Case("module to another module", OPEN, "1.1.1!GENERAL.T01", "H.1!L01.C01", row("L01", "calcul", "R.1.2")),
]
