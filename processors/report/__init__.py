"""The report on one file: a value, written for people (HTML, terminal) and for machines (JSON)."""

from processors.report.console import afficher, texte_rapport
from processors.report.groupes import Groupe, GroupeIndicateur, groupes
from processors.report.html_report import html_rapport
from processors.report.json_report import json_rapport, schema_rapport
from processors.report.rapport import BilanIndicateur, Rapport, rapport_de

__all__ = [
    "BilanIndicateur",
    "Groupe",
    "GroupeIndicateur",
    "Rapport",
    "afficher",
    "groupes",
    "html_rapport",
    "json_rapport",
    "rapport_de",
    "schema_rapport",
    "texte_rapport",
]
