"""The functions of the cell as plain Python: results, tolerance, messages."""

from __future__ import annotations

import pytest

import schemas
from xl_addin import fonctions as f
from xl_addin.un_total import rectangle

Q = schemas.questionnaire("rec2019")


# ETPR


@pytest.mark.parametrize(
    ("arguments", "attendu"),
    [
        ((1,), 1.0),
        ((0.8, 6), 0.4),
        (("0,8", "6"), 0.4),
        (("80 %", None, None), 0.8),
        ((1, 43466, 43646), 0.5),
        ((1, "01/01/2019", "30/06/2019"), 0.5),
        ((1, "2018-01-01", None), 1.0),
        (("16/35", 8), 0.3),
        ((0.5, 12, None, None, "oui"), 1.0),
        ((None, 12, None, None, "oui"), 1.0),
        ((1, 43831, 44012, 2020), 0.5),
        (([[0.8]], [[6]]), 0.4),
        ((None,), ""),
    ],
)
def test_etpr_of_one_period(arguments, attendu):
    assert f.ETPR(*arguments) == attendu


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((1.2,), "⚠ La quotité 1,2 dépasse 1"),
        ((None, 6), "⚠ La quotité n’est pas indiquée"),
        (("abc",), "⚠ La quotité"),
        (("#N/A",), "⚠ Une cellule contient l’erreur #N/A"),
        ((1, 13), "⚠ 13 mois"),
        ((1, 500), "⚠ « 500 » n’est ni une date ni un nombre de mois"),
        ((1, 6, 43646), "⚠ Une durée en mois ne prend pas de date de fin"),
        ((1, 43646, 43466), "⚠ La période du 30/06/2019 au 01/01/2019 finit avant"),
        ((1, 6, None, [[2019, 2020]]), "⚠ L’année : une seule cellule"),
        ((1, 6, None, 19), "⚠ L’année 19 n’est pas celle d’un bilan"),
        ((1, 6, None, 2019.5), "⚠ L’année : un nombre entier est attendu"),
        (([[1], [1]], [[1], [2], [3]]), "⚠ Les plages n’ont pas la même taille"),
    ],
)
def test_etpr_says_what_is_wrong(arguments, message):
    assert f.ETPR(*arguments).replace("\u00a0", " ").startswith(message)


def test_a_period_outside_the_year_counts_for_nothing_as_in_the_native_formula():
    assert f.ETPR(1, 43831, 44012) == 0
    assert f.ETPR(1, 43831, 44012, 2020) == 0.5
    ((_, valeur, remarque),) = f.ETPR_PERIODES([["a", 1, 43831, 44012], [None] * 4])
    assert valeur == 0
    assert "est hors de 2019" in remarque


@pytest.mark.parametrize(
    ("appel", "plafonnee", "brute"),
    [
        (lambda **choix: f.ETPR_HEURES(2000, **choix), 1, 1.0989),
        (lambda **choix: f.ETPR_TACHE(20_060, **choix), 1, 1.0989),
    ],
    ids=["heures", "tache"],
)
def test_the_value_before_the_cap_is_one_argument_away(appel, plafonnee, brute):
    assert appel() == plafonnee
    assert appel(plafonner="non") == brute
    assert appel(plafonner="non", arrondir="non") == pytest.approx(2000 / 1820)


def test_a_heading_in_per_cent_divides_by_100():
    periodes = [["Agent", "Quotité (%)", "Mois"], ["a", 80, 12], ["b", "80 %", 6], ["c", 100, 3], ["d", 0.8, 12]]
    trouves = {agent: (valeur, remarque) for agent, valeur, remarque in f.ETPR_PERIODES(periodes)}
    assert [trouves[agent][0] for agent in "abc"] == [0.8, 0.4, 0.25]
    assert trouves["d"][0] == 0.01


def test_etpr_of_a_range_gives_one_result_a_line():
    assert f.ETPR([[1], [None], [0.8]], [[6], [None], [12]]) == [[0.5], [""], [0.8]]
    assert f.ETPR([[1, 0.5]], 6) == [[0.5, 0.25]]


def test_etpr_periodes_without_headings():
    plage = [["a", 0.8, 6], ["b", 1, 12], [None, None, None], ["a", 1, 6]]
    assert f.ETPR_PERIODES(plage) == [["a", 0.9, ""], ["b", 1.0, ""]]


def test_etpr_periodes_with_headings_in_any_order():
    plage = [
        ["Date de fin", "Clé", "Quotité (%)", "Statut", "Date de début", "Rémunérée", "Heures par semaine"],
        [43646, 7, None, "titulaire", 43466, None, 17.5],
        [None, 7, 1, "titulaire", 43647, "non", None],
    ]
    assert f.ETPR_PERIODES(plage) == [[7, 0.25, ""]]


def test_etpr_periodes_refuses_months_with_dates():
    assert "pas les deux" in f.ETPR_PERIODES([["Agent", "Quotité", "Mois", "Début"], ["a", 1, 6, 43466]])[0][2]


def test_etpr_periodes_keeps_the_mistakes_apart():
    trouve = f.ETPR_PERIODES(
        [
            ["a", 1, 43466, 43646],
            ["a", 1, 43600, None],
            ["b", "x", None, None],
            ["c", 1, None, None],
            [None, 1, None, None],
            ["#N/A", 1, None, None],
            ["d", 1.5, None, None],
        ]
    )
    resultat = {ligne[0]: ligne[1:] for ligne in trouve}
    assert resultat["c"] == [1.0, ""]
    assert "se chevauchent" in resultat["a"][1]
    assert resultat["b"][1].startswith("⚠ Ligne 3")
    assert "l’agent n’est pas indiqué" in resultat[""][1]
    assert "#N/A" in resultat["#N/A"][1]
    assert "dépasse 1" in resultat["d"][1]
    assert [resultat[agent][0] for agent in ("a", "b", "", "#N/A", "d")] == [""] * 5


def test_etpr_periodes_of_several_posts_at_once():
    assert f.ETPR_PERIODES([["a", 0.5], ["a", 0.3]], None, "oui") == [["a", 0.8, ""]]
    valeur, remarque = f.ETPR_PERIODES([["a", 0.8], ["a", 0.8]], None, "oui")[0][1:]
    assert valeur == 1.0
    assert "plafonné à 1" in remarque


@pytest.mark.parametrize("plage", [None, [[None, None]], ""])
def test_etpr_periodes_of_nothing_shows_nothing_or_says_what_is_missing(plage):
    resultat = f.ETPR_PERIODES(plage)
    assert resultat == [["", "", ""]] or resultat.startswith("⚠ La plage doit avoir")


def test_etpr_heures():
    assert f.ETPR_HEURES(1204) == 0.66
    assert f.ETPR_HEURES([["1 820"], [1890], [None]], [[None], [70], [None]]) == [[1.0], [1.0], [""]]
    assert f.ETPR_HEURES(1900) == 1.0
    assert f.ETPR_HEURES(1900, None, None, "non") == 1.044
    assert f.ETPR_HEURES(803.5, None, 1607) == 0.5
    assert f.ETPR_HEURES(100, 200).startswith("⚠ 200 h à exclure")


def test_etpr_tache():
    assert f.ETPR_TACHE(1003) == 0.05
    assert f.ETPR_TACHE([["1 003 €"], [None]], 10.03) == [[0.05], [""]]
    assert f.ETPR_TACHE(-1).startswith("⚠ La rémunération")


def test_etpr_total():
    assert f.ETPR_TOTAL([[1], ["0,80"], [0.4571], [None]], [[1], [2], [1], [None]]) == 3.06
    assert f.ETPR_TOTAL([[1, 0.5], [None, 0.25]]) == 1.75
    assert f.ETPR_TOTAL(None) == 0.0
    assert f.ETPR_TOTAL([[1, "#REF!"]]).startswith("⚠ Une cellule contient l’erreur #REF!")
    assert f.ETPR_TOTAL([[1, "oups"]]).startswith("⚠ Un ETPR")
    assert f.ETPR_TOTAL([[1], [2]], [[1]]).startswith("⚠ 2 ETPR pour 1 nombre d’agents")
    assert f.ETPR_TOTAL([[1], [2]], [[1], [None]]).startswith("⚠ Le nombre d’agents manque")


# Tables


def test_the_totals_of_a_table_from_its_entries():
    resultat = f.TOTAL_INDICATEUR("1.1.4", [[1, 2.5]] * 30)
    assert len(resultat) == 31
    assert resultat[0] == [1, 2.5, 3.5]
    assert resultat[-1] == [30, 75, 105]


def test_the_totals_of_a_whole_table_do_not_read_its_total_cells():
    plage = [[1, None, 999]] * 30 + [[999, 999, 999]]
    assert f.TOTAL_INDICATEUR("1.1.4", plage)[-1] == [30, "", 30]


def test_the_totals_of_a_table_with_codes_around():
    plage = [["", "C04", "C03"], ["TE_B", 2, 1], ["AD_A", None, 4]]
    assert f.TOTAL_INDICATEUR("1.1.4", plage, "TOTAL") == [[5, 2, 7]]


def test_one_total_row_column_or_cell():
    plage = [[1, 2]] * 30
    assert f.TOTAL_INDICATEUR("1.1.4", plage, "TOTAL") == [[30, 60, 90]]
    assert f.TOTAL_INDICATEUR("1.1.4", plage, "T1")[:2] == [[3], [3]]
    assert f.TOTAL_INDICATEUR("1.1.4", plage, "TOTAL.T1") == 90


def test_totals_over_blanks_stay_blank():
    assert f.TOTAL_INDICATEUR("1.1.4", [[None, None]] * 30, "TOTAL.T1") == ""


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("9.9.9", [[1]]), "⚠ Tableau « 9.9.9 » inconnu de rec2019"),
        (("1.6.2", [[1]]), "⚠ Tableau « 1.6.2 » inconnu de rec2019 : précisez 1.6.2.1 ou 1.6.2.2"),
        ((None, [[1]]), "⚠ Indiquez le numéro du tableau"),
        (("1.1.4", [[1, 2]] * 3), "⚠ Le tableau 1.1.4 a 31 lignes × 3 colonnes ou, sans les totaux, 30 lignes × 2"),
        (("1.1.4", [["x", 2]] * 30), "⚠ Indicateur 1.1.4, Administrative – A, Hommes : « x » n’est pas un nombre"),
        (("1.1.4", [["#N/A", 2]] * 30), "⚠ Indicateur 1.1.4, Administrative – A, Hommes : « #N/A » n’est pas"),
        (("1.1.4", [[1, 2]] * 30, "T9"), "⚠ « T9 » n’est pas un total du tableau 1.1.4 (totaux : TOTAL, T1)"),
        (("1.1.4", [[1, 2]] * 30, None, "rec1999"), "⚠ Questionnaire « rec1999 » inconnu (connus : "),
    ],
)
def test_totals_say_what_is_wrong(arguments, message):
    assert f.TOTAL_INDICATEUR(*arguments).replace("\u00a0", " ").startswith(message)


@pytest.mark.parametrize(
    "table", [table for table in Q.tables.values() if table.id != "collectivite"], ids=lambda t: t.id
)
def test_every_table_takes_its_own_shape(table):
    resultat = f.TOTAL_INDICATEUR(table.id, [[None] * len(table.columns) for _ in table.rows])
    attendu = [[""] * len(table.columns) for _ in table.rows]
    assert resultat == (attendu if len(attendu) > 1 or len(attendu[0]) > 1 else "")


def test_an_open_table_takes_more_rows():
    ouverte = next(table for table in Q.tables.values() if table.open_rows)
    plage = [["x"] + [None] * (len(ouverte.columns) - 1) for _ in range(len(ouverte.rows) + 2)]
    assert isinstance(f.CONTROLES_INDICATEUR(ouverte.id, plage), list)


def test_the_findings_of_a_table_most_serious_first():
    plage = [[1, -2], ["abc", None], ["1 234,5", 2]] + [[1, 2]] * 27
    constats = f.CONTROLES_INDICATEUR("1.1.4", plage)
    assert [constat[0] for constat in constats] == ["bloquant", "bloquant"]
    assert constats[0][1] == "indicateur 1.1.4, Administrative – A, Femmes"
    assert "négative" in constats[0][2]
    assert all(len(constat) == 4 and all(constat[1:]) for constat in constats)


def test_a_coherence_rule_inside_the_table_is_checked():
    row = Q.tables["1.4.1"].row_by_code["PS012"]
    plage = [["", "C01"], [row.code, 5], [row.part_of, 1]]
    constat = f.CONTROLES_INDICATEUR("1.4.1", plage)[0]
    assert constat[0] == "bloquant"
    assert "font partie" in constat[2]


def test_a_rule_over_several_tables_waits_for_the_whole_workbook():
    """1.1.2 alone: its totals are compared with 1.1.1, which is not in the range and not known to be blank."""
    table = Q.tables["1.1.2"]
    plage = [[1] * len(table.columns) for _ in table.rows]
    assert all("1.1.1" not in constat[2] for constat in f.CONTROLES_INDICATEUR("1.1.2", plage))


def test_a_table_without_mistake_says_so():
    assert f.CONTROLES_INDICATEUR("1.1.4", [[None, None]] * 30) == [["Aucune anomalie dans ce tableau", "", "", ""]]


# Lists


def test_labels_and_codes():
    assert f.LIBELLE("AD", "filieres") == "Administrative"
    assert f.LIBELLE([["ad"], [None]], "filieres") == [["Administrative"], [""]]
    assert f.LIBELLE(1, "departements") == f.LIBELLE("01", "departements")
    assert f.LIBELLE("1.1.4!AD_A.C03") == "indicateur 1.1.4, Administrative – A, Hommes"
    assert f.CODE_LIBELLE("administrative", "filieres") == "AD"
    assert f.CODE_LIBELLE([["Médico-sociale"], ["MEDICO-SOCIALE"], [""]], "filieres") == [["MS"], ["MS"], [""]]


@pytest.mark.parametrize("nom", [nom for nom, liste in Q.nomenclatures.items() if liste.elements])
def test_every_code_has_its_label_and_back(nom):
    elements = Q.nomenclatures[nom].elements
    libelles = f.LIBELLE([[element.code] for element in elements], nom)
    libelles = libelles if isinstance(libelles, list) else [[libelles]]
    assert [ligne[0] for ligne in libelles] == [element.label for element in elements]
    codes = f.CODE_LIBELLE(libelles, nom)
    codes = codes if isinstance(codes, list) else [[codes]]
    for element, (code,) in zip(elements, codes, strict=True):
        assert code == element.code or "désigne plusieurs codes" in code


@pytest.mark.parametrize(
    ("resultat", "message"),
    [
        (lambda: f.LIBELLE("ZZ", "filieres"), "⚠ Code « ZZ » absent de la liste « filieres »"),
        (lambda: f.LIBELLE("AD", "filiere"), "⚠ Liste « filiere » inconnue de rec2019, vouliez-vous dire « filieres »"),
        (lambda: f.LIBELLE("1.1.4!ZZ.C03"), "⚠ Cellule « 1.1.4!ZZ.C03 » inconnue"),
        (lambda: f.CODE_LIBELLE("Administratif", "filieres"), "⚠ « Administratif » absent de la liste « filieres », "),
        (lambda: f.CODE_LIBELLE("x", None), "⚠ Indiquez le nom de la liste"),
    ],
)
def test_lists_say_what_is_wrong(resultat, message):
    assert resultat().replace("\u00a0", " ").startswith(message)


@pytest.mark.parametrize(
    "siret",
    ["21750001600019", 21750001600019, 21750001600019.0, "217 500 016 00019"],
    ids=["texte", "entier", "flottant", "espaces"],
)
def test_a_good_siret(siret):
    assert f.VERIFIER_SIRET(siret) == "valide"


@pytest.mark.parametrize(
    ("siret", "message"),
    [
        ("21750001600018", "⚠ La clé du SIRET est fausse"),
        ("2175000160001", "⚠ Le SIRET a 13 chiffres au lieu de 14"),
        ("bonjour", "⚠ « bonjour » n’est pas un SIRET"),
        ("#N/A", "⚠ Une cellule contient l’erreur #N/A"),
        (None, ""),
    ],
)
def test_a_wrong_siret(siret, message):
    assert f.VERIFIER_SIRET(siret).replace("\u00a0", " ").startswith(message)


def test_an_exact_result_is_not_rounded():
    assert f.ETPR("16/35", 8, None, None, None, "non") == pytest.approx(16 / 35 * 8 / 12)
    assert f.ETPR_HEURES(1204, None, None, None, "non") == pytest.approx(1204 / 1820)
    assert f.ETPR_HEURES(2000, None, None, None, "non") == 1
    assert f.ETPR_HEURES(2000, None, None, "non", "non") == pytest.approx(2000 / 1820)
    assert f.ETPR_TACHE(1003, 10.03, "non") == pytest.approx(100 / 1820)
    assert str(f.ETPR(1, 6, None, None, None, "peut-être")).startswith("⚠")


@pytest.mark.parametrize(
    ("plage", "donne"),
    [
        ([[3, 4]], 7),
        ([["", None]], ""),
        ([["3", "4 "]], 7),
        ([[3, "trois"]], "⚠"),
        ([[3, "#N/A"]], "⚠"),
        ([[3, 4, 5, 6, 7]], "⚠"),
    ],
)
def test_one_total_from_its_own_cells(plage, donne):
    trouve = f.TOTAL_INDICATEUR("1.1.4", plage, "AD_A.T1")
    assert trouve == donne if donne != "⚠" else str(trouve).startswith("⚠")


def test_a_message_among_the_cells_of_a_total_goes_up_once():
    """A total of totals tells the mistake of the total below, without a second sign."""
    rec = schemas.questionnaire("rec2019")
    boite = rectangle(rec, rec.cells["1.1.4!TOTAL.T1"])
    assert boite is not None
    plage: list[list[object]] = [[1] * boite.columns for _ in range(boite.lines)]
    assert f.TOTAL_INDICATEUR("1.1.4", plage, "TOTAL.T1") == len(boite.cells)
    _, ligne, colonne = boite.cells[0]
    plage[ligne][colonne] = f.TOTAL_INDICATEUR("1.1.4", [[3, "trois"]], "AD_A.T1")
    assert str(f.TOTAL_INDICATEUR("1.1.4", plage, "TOTAL.T1")) == plage[ligne][colonne]
