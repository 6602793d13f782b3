"""LibreOffice opens the agent sheets, recalculates and re-saves them with the same result."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd
import pytest
from xlsxwriter import Workbook

from processors.agents.donnees import cadre
from processors.agents.ecriture import ecrire_fiches
from processors.agents.etpr import calculer, sans_rien
from processors.agents.lecture import lire_fiches
from processors.lecture import lire_classeur
from schemas.registers import AGENTS
from schemas.registers_reader import register
from tests.agents.fiches import LIGNES, TITULAIRE, donnees
from workbook_templates.layout import LISTS_SHEET
from workbook_templates.registers.layout import FIRST, RegisterLayout
from workbook_templates.registers.lists import Lists

DEBUT, FIN = pd.Timestamp(2019, 2, 10), pd.Timestamp(2019, 11, 20)
PROFESSEUR = TITULAIRE | {"id_agent": "D003", "filiere": "CU", "cadre_emplois": "CE017"}
PERIODES: list[dict[str, Any]] = [
    {"debut": pd.Timestamp(2019, 1, 1), "fin": pd.Timestamp(2019, 12, 31)},
    {"debut": DEBUT, "fin": FIN, "quotite": 80.0},
    {"debut": pd.Timestamp(2018, 3, 5), "fin": FIN},
    {"debut": DEBUT, "quotite": 50.0},
    {"fin": FIN, "duree_hebdo": 16.0, "temps_complet": "NON"},
    {"debut": DEBUT, "fin": FIN, "duree_hebdo": 8.0, "temps_complet": "NON", "cadre_emplois": "CE017", "filiere": "CU"},
    {"debut": DEBUT, "fin": FIN, "duree_hebdo": 5.0, "temps_complet": "NON", "cadre_emplois": "CE019", "filiere": "CU"},
    {"debut": DEBUT, "fin": FIN, "duree_hebdo": 8.0, "temps_complet": "NON", "id_agent": "D003"},
    {"debut": DEBUT, "fin": FIN, "duree_hebdo": 8.0, "temps_complet": "NON"},
    {"debut": DEBUT, "fin": FIN, "temps_complet": "NON"},
    {"debut": DEBUT, "fin": FIN, "temps_complet": "NON", "heures": 910.0},
    {"debut": DEBUT, "fin": FIN, "heures": 910.0},
    {"remuneration_tache": 5_000.0},
    {"debut": FIN, "fin": DEBUT},
    {"debut": DEBUT, "fin": FIN, "quotite": 0.8},
    {"debut": DEBUT, "fin": FIN, "quotite": 120.0},
    {"debut": pd.Timestamp(2020, 3, 1)},
    {"statut": "TITU"},
]


def test_recalculated_and_saved_again_nothing_changes(libreoffice: ModuleType, tmp_path: Path) -> None:
    """Every case of the ETPR is recalculated; LibreOffice then saves the workbook, which reads the same."""
    cas = donnees(agents=[*LIGNES["agents"], PROFESSEUR])
    cas.feuilles["periodes"] = cadre(
        register().sheets["periodes"], [{"id_agent": "D001", **periode} for periode in PERIODES]
    )
    source = tmp_path / "fiches.xlsx"
    ecrire_fiches(source, cas)
    (tmp_path / "lo").mkdir()
    recalcule = libreoffice.recalculer(source, tmp_path / "lo")
    attendues, trouvees = lire_fiches(source)[0], lire_fiches(recalcule)[0]
    assert attendues is not None
    assert trouvees is not None
    for code in attendues.feuilles:
        pd.testing.assert_frame_equal(attendues[code], trouvees[code])
    assert attendues.collectivite == trouvees.collectivite
    feuille = lire_classeur(recalcule).feuille("Périodes")
    colonne = feuille.lignes[0].index("periodes!valeur")
    montres = [feuille.lignes[FIRST + rang][colonne] for rang in range(len(PERIODES))]
    calcules = calculer(cas["periodes"], register(), cas["agents"])
    muettes = sans_rien(cas["periodes"])
    for montre, calcule, muette in zip(montres, calcules.tolist(), muettes, strict=True):
        if pd.isna(calcule):
            assert montre == ("" if muette else "à vérifier")
        else:
            assert montre == pytest.approx(calcule, abs=1e-12)


CHOISIES = {"filiere": "Culturelle", "cadre_emplois": "Professeurs d’enseignement artistique"}


def test_dependent_lists_offer_the_answers_of_the_parent(libreoffice: ModuleType, tmp_path: Path) -> None:
    """The source of each dependent list, put in cells: how many answers, the first and the last."""
    fiches = register()
    layout = RegisterLayout(fiches)
    lists, sheet = Lists(layout), fiches.sheets[AGENTS]
    path = tmp_path / "listes.xlsx"
    workbook = Workbook(str(path))
    agents = workbook.add_worksheet(sheet.title)
    attendus = []
    for rang, (champ, parent) in enumerate((("cadre_emplois", "filiere"), ("grade", "cadre_emplois"))):
        item, mere = sheet.by_code[champ], sheet.by_code[parent]
        assert item.choices is not None
        assert mere.choices is not None
        agents.write_string(FIRST, layout.column(sheet, parent), CHOISIES[parent])
        code = mere.choices.by_label[CHOISIES[parent]]
        labels = [item.choices.shown[element.code] for element in item.choices.elements if element.parent == code]
        source = lists.source(sheet, item).removeprefix("=")
        for ligne, formule in enumerate((f"ROWS({source})", f"INDEX({source},1)", f"INDEX({source},{len(labels)})")):
            agents.write_formula(20 + ligne, rang, f"={formule}")
        vide = source.replace(layout.cell(sheet, parent), "$ZZ$1")
        agents.write_formula(23, rang, f"=ROWS({vide})")
        attendus.append([float(len(labels)), labels[0], labels[-1], float(len(item.choices.elements))])
    lists.write(workbook.add_worksheet(LISTS_SHEET))
    workbook.close()
    (tmp_path / "lo").mkdir()
    lignes = lire_classeur(libreoffice.recalculer(path, tmp_path / "lo")).feuille(sheet.title).lignes
    assert [[lignes[20 + ligne][rang] for ligne in range(4)] for rang in range(2)] == attendus
