"""A small fictitious workbook of a foreign layout, as a publisher's export could be, and the mapping that reads it.

`python -m tests.mapping.etranger` writes both in `tests/data/correspondance/`; a test says when they are out of date.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from xlsxwriter import Workbook

from tests.support.imports import RACINE

FOLDER = RACINE / "tests" / "data" / "correspondance"
WORKBOOK, YAML, CSV = "export-paie.xlsx", "export-paie.yaml", "export-paie.csv"

SHEETS: dict[str, list[list[object]]] = {
    "Identité": [
        ["Export bilan social", "Éditions Fictives"],
        ["SIRET", "219 900 016 00011"],
        ["Collectivité", "Commune d’Exemple-sur-Orne"],
        ["Nature", "COM"],
        ["Agents payés dans l’année", "O"],
    ],
    "Effectifs": [
        ["Fonctionnaires au 31/12"],
        ["Grade", "Temps complet", "Hommes", "Femmes", "Ensemble"],
        ["Attaché principal", 2, 1, 1, 2],
        ["Attaché", 3, 1, 2, 3],
        ["Secrétaire de mairie", 1, "", 1, 1],
        [],
        ["ETPR de l’année", "", "Hommes", "Femmes"],
        ["Administrative, catégorie A", "", 1.8, 3.55],
    ],
    "Politiques": [
        ["Question", "Réponse"],
        ["Télétravail", "N"],
        ["Document unique", "P"],
        ["Année du document unique", 2014],
    ],
    "Notes": [["Exporté le 12/05/2020 par le service des ressources humaines"]],
}

MAPPING_YAML = """\
# Où sont les réponses dans l’export « paie » des Éditions Fictives.
questionnaire: rec2019
traductions:
  oui_non: {O: OUI, N: NON}
  nature: {COM: CCN, CCAS: CCAS, DEP: CD}
  etape: {O: OUI, N: NON, P: EN_COURS}
cellules:
- {variable: "collectivite!siret.C01", feuille: "Identité", cellule: "B2"}
- {variable: "collectivite!raison_sociale.C01", feuille: "Identité", cellule: "B3"}
- {variable: "collectivite!type_collectivite.C01", feuille: "Identité", cellule: "B4", traduction: nature}
- {variable: "collectivite!q_agents.C01", feuille: "Identité", cellule: "B5", traduction: oui_non}
- {variable: "2.2.4-Q!L01.C01", feuille: "Politiques", ligne: "Télétravail", colonne: "Réponse", traduction: oui_non}
- {variable: "4.1.4!L01.C01", feuille: "Politiques", ligne: "Document unique", colonne: "Réponse", traduction: etape}
- {variable: "4.1.4!L02.C01", feuille: "Politiques", ligne: "Année du document unique", colonne: "Réponse"}
tableaux:
- tableau: "1.1.1"
  feuille: "Effectifs"
  zone: "A2:E5"
  lignes: {"Attaché principal": G006, "Attaché": G007, "Secrétaire de mairie": G009}
  colonnes: {"Temps complet": C01, "Hommes": C05, "Femmes": C06}
- tableau: "1.1.4"
  feuille: "Effectifs"
  zone: "A7:D8"
  lignes: {"Administrative, catégorie A": AD_A}
  colonnes: {"Hommes": C03, "Femmes": C04}
ignorer:
- {feuille: "Identité", zone: "A1:B1"}
- {feuille: "Identité", zone: "A2:A5"}
- {feuille: "Effectifs", zone: "A1"}
- {feuille: "Effectifs", zone: "A2"}
- {feuille: "Effectifs", zone: "E2:E5"}
- {feuille: "Effectifs", zone: "A7"}
- {feuille: "Politiques", zone: "A1"}
- {feuille: "Notes"}
"""

_HEAD = "variable;feuille;cellule;ligne;colonne;zone;traduction"


def mapping_csv() -> str:
    """The same mapping as a CSV."""
    grids = {
        "1.1.1": ("A2:E5", {"Attaché principal": "G006", "Attaché": "G007", "Secrétaire de mairie": "G009"},
                  {"Temps complet": "C01", "Hommes": "C05", "Femmes": "C06"}),
        "1.1.4": ("A7:D8", {"Administrative, catégorie A": "AD_A"}, {"Hommes": "C03", "Femmes": "C04"}),
    }  # fmt: skip
    lines = [
        "# Où sont les réponses dans l’export « paie » des Éditions Fictives.",
        "questionnaire;rec2019",
        "traduction;oui_non;O;OUI",
        "traduction;oui_non;N;NON",
        "traduction;nature;COM;CCN",
        "traduction;nature;CCAS;CCAS",
        "traduction;nature;DEP;CD",
        "traduction;etape;O;OUI",
        "traduction;etape;N;NON",
        "traduction;etape;P;EN_COURS",
        *(f"ignorer;{zone}" for zone in ("Identité;A1:B1", "Identité;A2:A5", "Effectifs;A1", "Effectifs;A2")),
        *(f"ignorer;{zone}" for zone in ("Effectifs;E2:E5", "Effectifs;A7", "Politiques;A1", "Notes")),
        _HEAD,
        "collectivite!siret.C01;Identité;B2;;;;",
        "collectivite!raison_sociale.C01;Identité;B3;;;;",
        "collectivite!type_collectivite.C01;Identité;B4;;;;nature",
        "collectivite!q_agents.C01;Identité;B5;;;;oui_non",
        "2.2.4-Q!L01.C01;Politiques;;Télétravail;Réponse;;oui_non",
        "4.1.4!L01.C01;Politiques;;Document unique;Réponse;;etape",
        "4.1.4!L02.C01;Politiques;;Année du document unique;Réponse;;",
    ]
    for table, (zone, rows, columns) in grids.items():
        lines += [
            f"{table}!{row}.{column};Effectifs;;{header};{title};{zone};"
            for header, row in rows.items()
            for title, column in columns.items()
        ]
    return "\r\n".join([*lines, ""])


def write_workbook(path: Path, sheets: dict[str, list[list[object]]] = SHEETS) -> Path:
    """A workbook of these sheets, the same bytes for the same sheets."""
    workbook = Workbook(str(path), {"in_memory": True})
    workbook.set_properties({"created": datetime(2020, 5, 12)})
    for name, rows in sheets.items():
        worksheet = workbook.add_worksheet(name)
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                if value != "":
                    worksheet.write(line, column, value)
    workbook.close()
    return path


def write_all(folder: Path) -> None:
    """The workbook and its two mappings."""
    write_workbook(folder / WORKBOOK)
    (folder / YAML).write_text(MAPPING_YAML, encoding="utf-8")
    (folder / CSV).write_bytes(mapping_csv().encode("utf-8-sig"))


if __name__ == "__main__":
    write_all(FOLDER)
