"""The functions as people type them in a cell: thin faces over `processors`, the same for both modes of xlwings.

Their docstrings are the help that Excel shows: in French, 255 characters at most.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from processors.calculs import (
    CalculError,
    Etpr,
    Parametres,
    etpr,
    etpr_heures,
    etpr_par_agent,
    etpr_tache,
    etpr_total,
    parametres_de,
)
from processors.report.mots import pluriel
from xl_addin import listes, plages
from xl_addin.controles import liste_constats
from xl_addin.inscription import complement
from xl_addin.lignes import lignes, periode
from xl_addin.plages import (
    Cellule,
    Plage,
    cellules,
    est_vide,
    message,
    nombre,
    oui_non,
    oui_par_defaut,
    pour_chaque,
    seul,
    texte,
)
from xl_addin.tableaux import EDITION, questionnaire_de, tableau_de, totaux

_QUESTIONNAIRE = f"Facultatif : le questionnaire, « {EDITION} » par défaut."
_TABLEAU = "Numéro du tableau, par exemple « 1.1.4 » ou « 1.6.2.1 »."
_ARRONDIR = "Facultatif : « non » pour le résultat exact, à additionner avant d’arrondir."
_PLAFONNER = "Facultatif : « non » pour voir le résultat avant le plafond de 1, que la cellule applique sans le dire."
_PLAGE = "La plage du tableau : toutes ses lignes et colonnes, ou seulement celles de la saisie."


def _parametres() -> Parametres:
    return parametres_de(EDITION)


@complement(
    quotite="Quotité de travail, de 0 à 1 : 0,8 ou 80 % pour un temps partiel à 80 %, 16/35 pour un temps non complet.",
    debut_ou_mois="Facultatif : date de début, ou nombre de mois (0 à 12). Vide : depuis le début de l’année.",
    fin="Facultatif : date de fin, comprise. Vide : jusqu’au 31 décembre.",
    annee="Facultatif : année des dates, celle du bilan par défaut.",
    therapeutique="Facultatif : « oui » pour un temps partiel thérapeutique, compté comme un temps plein.",
    arrondir=_ARRONDIR,
)
def ETPR(
    quotite: Plage,
    debut_ou_mois: Plage = None,
    fin: Plage = None,
    annee: Plage = None,
    therapeutique: Plage = None,
    arrondir: Plage = None,
) -> Any:
    """ETPR d’une période : quotité de travail × part de l’année payée, arrondi à deux décimales. Une plage donne un
    résultat par ligne ; une période hors de l’année, 0. Exemple : =ETPR(1;"01/01/2019";"30/06/2019") donne 0,50."""
    year, arrondi = plages.annee(annee), oui_par_defaut(arrondir, "l’arrondi")

    def une(quotite: Cellule, debut: Cellule, fin: Cellule, soin: Cellule) -> Cellule:
        if est_vide(quotite) and est_vide(debut) and est_vide(fin) and est_vide(soin):
            return None
        trouve = etpr([periode(quotite, debut, fin, soin)], _parametres(), annee=year)
        return float(trouve.valeur if arrondi else trouve.brut)

    return pour_chaque(une, quotite, debut_ou_mois, fin, therapeutique)


@complement(
    periodes="Une ligne par période : agent, quotité, début ou mois, fin, thérapeutique. Avec une ligne de titres, les "
    "colonnes sont dans n’importe quel ordre.",
    annee="Facultatif : année des dates, celle du bilan par défaut.",
    cumul="Facultatif : « oui » si un agent peut occuper plusieurs emplois à la fois.",
)
def ETPR_PERIODES(periodes: Plage, annee: Plage = None, cumul: Plage = None) -> Any:
    """ETPR de chaque agent à partir de ses périodes successives, au plus 1. Le résultat s’étend sur trois colonnes :
    agent, ETPR, remarque (plafond atteint, périodes qui se chevauchent…)."""
    trouvees = lignes(periodes)
    bonnes = [(texte(ligne.agent), ligne.periode) for ligne in trouvees if not isinstance(ligne.periode, CalculError)]
    year = plages.annee(annee)
    calcules: dict[str, Etpr | CalculError] = dict(
        etpr_par_agent(bonnes, _parametres(), annee=year, cumul=oui_non(seul(cumul, "le cumul"), "le cumul"))
    )
    agents: dict[str, Cellule] = {}
    for ligne in trouvees:
        cle = _cle(ligne.agent)
        agents.setdefault(cle, ligne.agent)
        if isinstance(ligne.periode, CalculError):
            calcules[cle] = ligne.periode
    return [[agent, *_valeur_et_remarque(calcules[cle])] for cle, agent in agents.items()] or [[None, None, None]]


def _cle(agent: Cellule) -> str:
    """What tells agents apart; an error cell is an agent like another, that is reported."""
    try:
        return texte(agent)
    except CalculError:
        return str(agent)


def _valeur_et_remarque(trouve: Etpr | CalculError) -> list[Cellule]:
    if isinstance(trouve, CalculError):
        return [None, message(trouve)]
    return [float(trouve.valeur), " ; ".join(trouve.avertissements)]


@complement(
    heures_payees="Heures payées dans l’année, congés et absences payés compris.",
    a_exclure="Facultatif : celles de ces heures qui ne comptent pas (heures supplémentaires et complémentaires, "
    "congés non pris mais indemnisés).",
    base="Facultatif : heures annuelles d’un temps plein, 1 820 par défaut.",
    plafonner=_PLAFONNER,
    arrondir=_ARRONDIR,
)
def ETPR_HEURES(
    heures_payees: Plage,
    a_exclure: Plage = None,
    base: Plage = None,
    plafonner: Plage = None,
    arrondir: Plage = None,
) -> Any:
    """ETPR d’un agent à partir de ses heures payées : heures ÷ 1 820. Au-delà de 1, affiche 1 ; « non » à « plafonner »
    montre la valeur d’avant. Une plage donne un résultat par ligne. Exemple : =ETPR_HEURES(1204) donne 0,66."""
    avec_plafond = oui_par_defaut(plafonner, "le plafond")
    arrondi = oui_par_defaut(arrondir, "l’arrondi")

    def une(payees: Cellule, exclues: Cellule, annuelles: Cellule) -> Cellule:
        heures = nombre(payees, "les heures payées")
        if heures is None:
            return None
        retirees = nombre(exclues, "les heures à exclure") or Fraction(0)
        base_lue = nombre(annuelles, "les heures d’un temps plein")
        return _cellule(etpr_heures(heures, _parametres(), a_exclure=retirees, base=base_lue), avec_plafond, arrondi)

    return pour_chaque(une, heures_payees, a_exclure, base)


def _cellule(trouve: Etpr, plafonner: bool, arrondir: bool) -> float:
    """What a cell shows of an ETPR; before the cap, four decimals say how far it is."""
    if not arrondir:
        return min(float(trouve.brut), 1.0) if plafonner else float(trouve.brut)
    return float(trouve.valeur if plafonner else round(trouve.brut, 4))


@complement(
    remuneration="Rémunération brute de l’année, en euros.",
    smic_horaire="Facultatif : SMIC horaire brut, celui de l’année du bilan par défaut.",
    arrondir=_ARRONDIR,
    plafonner=_PLAFONNER,
)
def ETPR_TACHE(remuneration: Plage, smic_horaire: Plage = None, arrondir: Plage = None, plafonner: Plage = None) -> Any:
    """ETPR d’un agent payé à la tâche : rémunération ÷ SMIC horaire ÷ 1 820. Au-delà de 1, affiche 1 ; « non » à
    « plafonner » montre la valeur d’avant. Exemple : =ETPR_TACHE(1003;10,03) donne 0,05."""
    avec_plafond, arrondi = oui_par_defaut(plafonner, "le plafond"), oui_par_defaut(arrondir, "l’arrondi")

    def une(payee: Cellule, smic: Cellule) -> Cellule:
        euros = nombre(payee, "la rémunération")
        if euros is None:
            return None
        return _cellule(
            etpr_tache(euros, _parametres(), smic_horaire=nombre(smic, "le SMIC horaire")), avec_plafond, arrondi
        )

    return pour_chaque(une, remuneration, smic_horaire)


@complement(
    etprs="Les ETPR à additionner ; les cellules vides sont passées.",
    agents="Facultatif : pour chaque ETPR, le nombre d’agents qu’il concerne (plage de même taille).",
)
def ETPR_TOTAL(etprs: Plage, agents: Plage = None) -> Any:
    """Total des ETPR de la collectivité, chacun arrondi à deux décimales. Une cellule qui n’est pas un nombre est
    signalée, jamais passée en silence. Exemple : =ETPR_TOTAL(A2:A4;B2:B4)."""
    valeurs = list(cellules(etprs))
    nombres = list(cellules(agents)) if agents is not None else [1] * len(valeurs)
    if len(nombres) != len(valeurs):
        comptes = pluriel(len(nombres), "nombre d’agents", "nombres d’agents")
        raise CalculError(f"{len(valeurs)} ETPR pour {comptes} : il en faut autant")
    return float(etpr_total(_comptes(nombres, valeurs)))


def _comptes(nombres: Iterable[Cellule], valeurs: Iterable[Cellule]) -> Iterator[tuple[Fraction, Fraction]]:
    for compte, valeur in zip(nombres, valeurs, strict=True):
        lue, lu = nombre(valeur, "un ETPR"), nombre(compte, "un nombre d’agents")
        if lue is not None:
            if lu is None:
                raise CalculError(f"le nombre d’agents manque en face de l’ETPR {texte(valeur)}")
            yield lu, lue


@complement(
    tableau=_TABLEAU,
    plage=f"{_PLAGE} Pour un total seul, le rectangle des cellules qu’il additionne suffit.",
    partie="Facultatif : un seul total, par le code de sa ligne, de sa colonne ou des deux (« TOTAL », « T1 », "
    "« TOTAL.T1 »).",
    questionnaire=_QUESTIONNAIRE,
)
def TOTAL_INDICATEUR(tableau: Plage, plage: Plage, partie: Plage = None, questionnaire: Plage = None) -> Any:
    """Tableau d’un indicateur avec tous ses totaux, calculés à partir de sa plage de saisie. Le résultat a la forme du
    tableau ; avec « partie », celle d’une ligne, d’une colonne ou d’une cellule."""
    edition = questionnaire_de(questionnaire)
    voulue = texte(seul(partie, "la partie"))
    return totaux(edition, tableau_de(edition, tableau), plage, voulue)


@complement(tableau=_TABLEAU, plage=_PLAGE, questionnaire=_QUESTIONNAIRE)
def CONTROLES_INDICATEUR(tableau: Plage, plage: Plage, questionnaire: Plage = None) -> Any:
    """Anomalies d’un tableau, une par ligne : gravité, cellule, message, remède. Les contrôles entre tableaux se font
    sur le classeur entier, avec « bilan-social controler »."""
    edition = questionnaire_de(questionnaire)
    return liste_constats(edition, tableau_de(edition, tableau), plage)


@complement(
    code="Un code de la liste, ou une plage de codes.",
    nomenclature="Facultatif : nom de la liste, par exemple « grades ». Sans elle, le code est celui d’une cellule du "
    "questionnaire (« 1.1.4!AD_A.C03 »).",
    questionnaire=_QUESTIONNAIRE,
)
def LIBELLE(code: Plage, nomenclature: Plage = None, questionnaire: Plage = None) -> Any:
    """Libellé d’un code d’une liste du questionnaire. Exemple : =LIBELLE("AD";"filieres") donne Administrative."""
    edition = questionnaire_de(questionnaire)
    nom = texte(seul(nomenclature, "la liste"))
    if not nom:
        return pour_chaque(lambda cellule: listes.libelle_cellule(edition, cellule), code)
    trouvee = listes.nomenclature_de(edition, nom)
    return pour_chaque(lambda cellule: listes.libelle(trouvee, cellule), code)


@complement(
    libelle="Un libellé de la liste, ou une plage de libellés, avec ou sans accents.",
    nomenclature="Nom de la liste, par exemple « grades ».",
    questionnaire=_QUESTIONNAIRE,
)
def CODE_LIBELLE(libelle: Plage, nomenclature: Plage, questionnaire: Plage = None) -> Any:
    """Code d’un libellé d’une liste du questionnaire. Exemple : =CODE_LIBELLE("Administrative";"filieres") donne AD.
    (CODE est une fonction d’Excel.)"""
    trouvee = listes.nomenclature_de(questionnaire_de(questionnaire), texte(seul(nomenclature, "la liste")))
    return pour_chaque(lambda cellule: listes.code(trouvee, cellule), libelle)


@complement(siret="Un SIRET ou une plage de SIRET, en texte ou en nombre.")
def VERIFIER_SIRET(siret: Plage) -> Any:
    """Vérifie un SIRET : « valide », ou ce qui ne va pas (longueur, clé)."""
    edition = questionnaire_de(None)
    return pour_chaque(lambda cellule: listes.verifier_siret(edition, cellule), siret)
