"""The files of `should_fail/`, named after the finding they must give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from tests.corpus.binaires import binary_cell, doubled_sheet, of_rec, short_records
from tests.corpus.bureautique import encrypted, old_xls
from tests.corpus.classeurs import BASE, TOTAL, cell, filled, less, raw, said
from tests.corpus.contenus import day, error, formula, number, text
from tests.corpus.refuses import (
    bomb,
    crowd,
    entities,
    far_cell,
    foreign,
    huge_merge,
    other_encoding,
    traversal,
    truncated,
)
from tests.corpus.remanies import added_row, beside, deleted_row, deleted_sheet, greyed, no_identity, sorted_rows
from tests.processors.reponses import IDENTITY

SHOULD_FAIL: Mapping[str, Callable[[Path], None]] = {
    "FICHIER-VIDE--zero-octet.xlsx": raw(b""),
    "FICHIER-XLS--enregistre-par-libreoffice.xls": old_xls,
    "FICHIER-CHIFFRE--mot-de-passe.xlsx": encrypted,
    "FICHIER-CHIFFRE--mot-de-passe.ods": encrypted,
    "FICHIER-CORROMPU--envoi-interrompu.xlsx": truncated,
    "FORMAT-INCONNU--page-web.xlsx": raw(b"<html><body><table><tr><td>12</td></tr></table></body></html>"),
    "BOMBE-ZIP--zeros.xlsx": bomb,
    "TROP-DE-PARTIES--cinq-mille.xlsx": crowd,
    "NOM-DE-PARTIE-DANGEREUX--hors-du-fichier.xlsx": traversal,
    "ENTITE-XML--dans-les-textes.xlsx": entities,
    "ENCODAGE-XML--utf-16.xlsx": other_encoding,
    "CELLULE-LOINTAINE--derniere-cellule.xlsx": far_cell,
    "FUSION-DEMESUREE--feuille-entiere.xlsx": huge_merge,
    "XLSB-INHABITUEL--enregistrements-courts.xlsb": short_records,
    "CLASSEUR-ETRANGER--classeur-ordinaire.xlsx": foreign,
    "QUESTIONNAIRE-INCONNU--autre-edition.xlsx": cell(*said("questionnaire", "rsu2031").items()),
    "CLASSEUR-FORMAT-RECENT--generation-9.xlsx": cell(*said("format", "bilan-social/classeur 9").items()),
    "CLASSEUR-VERSION-RECENTE--version-99.xlsx": cell(*said("version", "99.0.0").items()),
    "IDENTITE-PERDUE--feuille-cachee-videe.xlsx": no_identity,
    "FEUILLE-SUPPRIMEE--r6.xlsx": deleted_sheet,
    "FEUILLE-EN-DOUBLE--r2.xlsb": doubled_sheet,
    "LIGNE-OU-COLONNE-AJOUTEE--ligne-sans-repere.xlsx": added_row,
    "LIGNE-OU-COLONNE-SUPPRIMEE--r2.xlsx": deleted_row,
    "LIGNES-PERMUTEES--tri.xlsx": sorted_rows,
    "VALEUR-HORS-TABLEAU--remarque.xlsx": beside,
    "FORMULE-SANS-RESULTAT--jamais-calculee.xlsx": cell(("R.2!L03.C01", formula("1+1"))),
    "CELLULE-EN-ERREUR--division-par-zero.xlsx": cell(("R.2!L01.C01", error("#DIV/0!"))),
    "CELLULE-NOM-INCONNU--fonction-du-complement.xlsx": cell(("R.2!L01.C01", error("#NAME?"))),
    "BOOLEEN-POUR-NOMBRE--vrai.xlsb": binary_cell("R.2!L01.C01", True),
    "DATE-POUR-NOMBRE--12-mai.xlsx": cell(("R.2!L01.C01", day(43597))),
    "NOMBRE-AMBIGU--1.234.xlsx": cell(("R.2!L01.C01", text("1.234"))),
    "NOMBRE-ATTENDU--neant.xlsx": cell(("R.2!L01.C01", text("néant"))),
    "VALEUR-NEGATIVE--moins-trois.xlsb": binary_cell("R.2!L01.C01", -3.0),
    "ENTIER-ATTENDU--demi.xlsb": binary_cell("R.2!L01.C01", 2.5),
    "TROP-DE-DECIMALES--trois.xlsb": of_rec("1.1.4!AD_A.C03", 12.345),
    "PAS-NON-RESPECTE--tiers-de-jour.xlsb": of_rec("2.1.1.1!ABS001.C04", 0.3),
    "ANNEE-HORS-LIMITES--annee-future.xlsb": of_rec("4.1.4!L02.C01", 2031.0),
    "VALEUR-HORS-LISTE--peut-etre.xlsx": cell(("R.1!L01.C01", text("peut-être"))),
    "SIRET-MANQUANT--vide.xlsx": filled(less("collectivite!siret.C01")),
    "SIRET-FORMAT--treize-chiffres.xlsb": binary_cell("collectivite!siret.C01", "2138018550001"),
    "SIRET-INVALIDE--cle-fausse.xlsb": binary_cell("collectivite!siret.C01", "21380185500016"),
    "TEXTE-TROP-LONG--2001-signes.xlsb": binary_cell("R.3!L01.C01", "x" * 2001),
    "CASE-GRISEE--r8.xlsx": greyed,
    "TOTAL-REMPLACE--999.xlsx": cell((TOTAL, number(999))),
    "TOTAL-ERREUR--ref.xlsx": cell((TOTAL, (' t="e"', "<f>#REF!</f><v>#REF!</v>"))),
    "CONDITION-NON-REMPLIE--r1.xlsx": filled({**BASE, "R.1!L01.C01": "NON"}),
    "BILAN-A-VIDE-REMPLI--avec-des-agents.xlsx": filled({**BASE, "collectivite!q_agents.C01": "NON"}),
    "BILAN-SANS-REPONSE--vierge.xlsx": filled(IDENTITY),
    "CHAMP-OBLIGATOIRE--sans-nom.xlsb": binary_cell("collectivite!raison_sociale.C01", None),
    "QUESTION-SANS-REPONSE--sans-type.xlsb": binary_cell("collectivite!type_collectivite.C01", None),
}
