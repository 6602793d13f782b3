"""What `agreger` does, between its arguments and the rest: read, check, count, write, and say what remains to do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from processors.agents.agregation import Agregat, modules_demandes
from processors.agents.agregation import agreger as compter
from processors.agents.controle import controler_fiches
from processors.agents.donnees import Donnees
from processors.agents.reprise import Reprise, reprendre
from processors.agents.tracabilite import Trace, TraceError, chemin_sources, lire_trace, trace_de, trace_json
from processors.answers import Answers
from processors.cli import conversion
from processors.cli.ecarts import csv_a_completer, csv_ecarts, lignes_a_completer, lignes_ecarts
from processors.cli.files import replacing, require_file, require_writable, write
from processors.cli.non_comptes import lignes_non_comptees
from processors.cli.reports import check_file, exit_code, tell_carried
from processors.cli.terminal import REFUSED, TO_CORRECT, CommandError, console, quoted, reason, say, warn, working
from processors.control import Checked, check_source
from processors.findings import Finding, Severity, Verdict
from processors.report import Rapport, afficher
from processors.report.mots import NAMES, pluriel
from processors.sources import Source
from schemas.model import Questionnaire
from schemas.plan import Value
from schemas.registers import AGENTS
from schemas.registers_reader import register
from schemas.variables import form_order

_LECTURE_PRIVEE = 0o600
"""The side file holds keys of agents: its owner alone reads it."""

_METTRE_DE_COTE = (
    "Remettez celui d’une sauvegarde, ou déplacez-le\u00a0: sans lui, tous les chiffres du bilan sont traités comme "
    "saisis à la main, et gardés."
)


@dataclass(frozen=True)
class Demande:
    """What was asked on the command line."""

    fiches: Path
    bilan: Path
    modules: str | None = None
    partiel: bool = False
    mettre_a_jour: bool = False
    remplacer: bool = False


@dataclass(frozen=True)
class _Precedent:
    """The bilan to update: its answers, and what is remembered of its last aggregation, if anything.

    `lu`: the bilan as it was read, with what it carries beside its answers.
    """

    lu: Checked
    reponses: Answers
    trace: Trace | None


def require_target(path: Path, *, overwrite: bool, update: bool) -> None:
    """Refuse what `require_writable` refuses; an existing bilan is updated, or replaced, only when told."""
    if update and overwrite:
        raise CommandError("Choisissez\u00a0: --mettre-a-jour garde le bilan et vos saisies, --ecraser les efface.")
    if update:
        require_writable(path, True, (".xlsx",))
        require_file(path)
        return
    if path.exists() and not overwrite and path.suffix.lower() == ".xlsx" and not path.is_dir():
        raise CommandError(
            f"{quoted(path)} existe déjà\u00a0: ajoutez --mettre-a-jour pour l’actualiser en gardant vos saisies, "
            "--ecraser pour repartir d’un bilan neuf, ou choisissez un autre nom."
        )
    require_writable(path, overwrite, (".xlsx",))


def agreger(demande: Demande, ecarts: Path | None, a_completer: Path | None) -> int:
    """Count the bilan and write it. Return the exit code that follows from its checks."""
    questionnaire = register().feeds
    precedent = _precedent(demande, questionnaire) if demande.mettre_a_jour else None
    donnees, saines = _lues(demande)
    if precedent is not None:
        _meme_collectivite(demande, donnees, precedent)
    modules = _modules(demande, questionnaire, donnees, precedent)
    with working("Calcul du bilan…"):
        agregat = compter(donnees, modules)
    reprise = _reprise(demande, questionnaire, agregat, precedent)
    valeurs = agregat.valeurs if reprise is None else reprise.valeurs
    justifications = precedent.reponses.justifications if precedent else {}
    if precedent is not None:
        say(f"Bilan d’avant gardé\u00a0: {_garder(demande.bilan)}")
    with working(f"Production de {demande.bilan.name}…"):
        garde = precedent.lu.supplement if precedent else None
        conversion.build_workbook(demande.bilan, questionnaire, modules, valeurs, justifications, carried=garde)
    _garder_sources(demande, agregat, questionnaire)
    say(
        f"Bilan écrit\u00a0: {demande.bilan} ({conversion.counted(len(valeurs))}, "
        f"{pluriel(agregat.agents, 'agent', 'agents')})"
    )
    if precedent is not None:
        tell_carried(precedent.lu)
    say(f"Clés des agents\u00a0: {chemin_sources(demande.bilan)}. Ce fichier reste dans la collectivité.")
    for ligne in _dites(questionnaire, agregat, reprise):
        say(ligne)
    if reprise is not None and ecarts is not None:
        write(ecarts, csv_ecarts(questionnaire, reprise.ecarts))
        say(f"Fichier écrit\u00a0: {ecarts}")
    if a_completer is not None:
        write(a_completer, csv_a_completer(questionnaire, agregat.non_fournis))
        say(f"Fichier écrit\u00a0: {a_completer}")
    reponses = Answers(questionnaire, modules, valeurs, justifications=justifications)
    code = _conclure(check_source(Source(reponses)), demande.bilan)
    return code if saines else TO_CORRECT


# The sheets


def _lues(demande: Demande) -> tuple[Donnees, bool]:
    """The data of the sheets, and whether nothing in them is blocking. Raise CommandError when they cannot be used."""
    with working(f"Lecture de {demande.fiches.name}…"):
        try:
            donnees, constats = controler_fiches(demande.fiches)
        except OSError as error:
            raise CommandError(
                f"Impossible de lire {quoted(demande.fiches)}\u00a0: {reason(error)}.", REFUSED
            ) from error
    bloquants = [constat for constat in constats if constat.severity is Severity.BLOQUANT]
    if bloquants:
        _montrer(demande.fiches, donnees, constats)
    elif alertes := sum(constat.severity is Severity.ALERTE for constat in constats):
        say(
            f"Fiches\u00a0: {pluriel(alertes, 'alerte', 'alertes')} à vérifier "
            f"(bilan-social controler {demande.fiches})."
        )
    if donnees is None:
        raise CommandError(f"Rien n’a été écrit\u00a0: {quoted(demande.fiches.name)} n’a pas pu être lu.", REFUSED)
    if bloquants and not demande.partiel:
        raise CommandError(
            "Rien n’a été écrit\u00a0: corrigez les anomalies bloquantes des fiches, ou ajoutez --partiel pour "
            "compter le reste sans les valeurs refusées.",
            TO_CORRECT,
        )
    if donnees[AGENTS].empty:
        raise CommandError("Rien n’a été écrit\u00a0: la feuille «\u00a0Agents\u00a0» est vide.", TO_CORRECT)
    if bloquants:
        warn("Agrégation partielle\u00a0: les fiches ont encore des anomalies bloquantes.")
    return donnees, not bloquants


def _montrer(fichier: Path, donnees: Donnees | None, constats: Sequence[Finding]) -> None:
    fiche = donnees.collectivite if donnees is not None else {}
    nom, siret = (str(fiche.get(code) or "") for code in ("raison_sociale", "siret"))
    rapport = Rapport(
        fichier.name,
        "",
        date.today().isoformat(),
        nom=nom,
        siret=siret,
        constats=tuple(constats),
        agents=len(donnees[AGENTS]) if donnees is not None else 0,
    )
    afficher(rapport, console())
    say("")


def _modules(
    demande: Demande, questionnaire: Questionnaire, donnees: Donnees, precedent: _Precedent | None
) -> tuple[str, ...]:
    """Those asked, else those of the sheets; a bilan that is updated keeps its own."""
    choisis = conversion.modules(questionnaire, demande.modules) if demande.modules is not None else None
    voulus = choisis or modules_demandes(donnees, questionnaire)
    gardes = precedent.reponses.modules if precedent else ()
    return tuple(code for code in questionnaire.modules if code in voulus or code in gardes)


# The bilan to update


def _precedent(demande: Demande, questionnaire: Questionnaire) -> _Precedent:
    """The bilan as it stands. Raise CommandError when a part of it could not be read: it would be lost."""
    checked = check_file(demande.bilan, "Lecture")
    advice = "ou effacez-les du bilan, puis relancez la commande"
    conversion.require_complete(demande.bilan, checked, partial=False, advice=advice)
    reponses = checked[0].usable()
    if reponses.questionnaire is not questionnaire:
        raise CommandError(
            f"{quoted(demande.bilan.name)} est un bilan {reponses.questionnaire.id}\u00a0: ces fiches alimentent "
            f"{questionnaire.id}.",
            REFUSED,
        )
    chemin = chemin_sources(demande.bilan)
    if not chemin.exists():
        warn(
            f"{quoted(chemin.name)} est introuvable\u00a0: tous les chiffres du bilan sont traités comme saisis à la "
            "main."
        )
        return _Precedent(checked[0], reponses, None)
    trace = read_trace(chemin, _METTRE_DE_COTE)
    if trace.d_une_autre(reponses.siret):
        warn(
            f"{quoted(chemin.name)} est celui d’une autre collectivité (SIRET {trace.siret})\u00a0: tous les chiffres "
            "du bilan sont traités comme saisis à la main."
        )
        return _Precedent(checked[0], reponses, None)
    return _Precedent(checked[0], reponses, trace)


def _meme_collectivite(demande: Demande, donnees: Donnees, precedent: _Precedent) -> None:
    """Raise CommandError when the sheets and the bilan have a SIRET each, and not the same."""
    des_fiches, du_bilan = str(donnees.collectivite.get("siret") or ""), precedent.reponses.siret
    if des_fiches and du_bilan and des_fiches != du_bilan:
        raise CommandError(
            f"Rien n’a été écrit\u00a0: {quoted(demande.fiches.name)} est de la collectivité {des_fiches}, "
            f"{quoted(demande.bilan.name)} de la collectivité {du_bilan}. Choisissez le bilan de ces fiches, ou "
            "corrigez le SIRET de la feuille «\u00a0Collectivité\u00a0».",
            TO_CORRECT,
        )


def read_trace(chemin: Path, conseil: str = "Agrégez à nouveau les fiches pour le refaire.") -> Trace:
    """Read a side file. Raise CommandError, that ends with `conseil`, when it cannot be used."""
    try:
        return lire_trace(chemin)
    except TraceError as error:
        raise CommandError(f"{error}. {conseil}", REFUSED) from error
    except OSError as error:
        raise CommandError(f"Impossible de lire {quoted(chemin)}\u00a0: {reason(error)}.", REFUSED) from error


def _reprise(
    demande: Demande, questionnaire: Questionnaire, agregat: Agregat, precedent: _Precedent | None
) -> Reprise | None:
    if precedent is None:
        return None
    avant: dict[str, Value] = precedent.reponses.values
    ancien = precedent.trace.valeurs if precedent.trace else None
    ajoutees = avant.keys() - questionnaire.cells.keys()
    ordre = [*questionnaire.cells, *sorted(ajoutees, key=lambda code: form_order(questionnaire, code))]
    discretes = frozenset(code for code, cellule in questionnaire.cells.items() if cellule.row.personal)
    return reprendre(avant, ancien, agregat.valeurs, ordre, remplacer=demande.remplacer, discretes=discretes)


def _garder(bilan: Path) -> Path:
    """A copy of the bilan under the first free name: notes beside the cells do not go into the new one."""
    rang = 1
    while (copie := bilan.with_name(f"{bilan.stem}.avant-{rang}{bilan.suffix}")).exists():
        rang += 1
    write(copie, bilan.read_bytes())
    return copie


def _garder_sources(demande: Demande, agregat: Agregat, questionnaire: Questionnaire) -> None:
    trace = trace_de(agregat, questionnaire, demande.fiches.name, date.today().isoformat())
    with replacing(chemin_sources(demande.bilan)) as draft:
        draft.touch(mode=_LECTURE_PRIVEE)
        draft.chmod(_LECTURE_PRIVEE)
        draft.write_text(trace_json(trace), encoding="utf-8")


# What is said


def _dites(questionnaire: Questionnaire, agregat: Agregat, reprise: Reprise | None) -> Iterator[str]:
    if reprise is not None:
        yield from lignes_ecarts(questionnaire, reprise)
        if not reprise.ecarts:
            yield "Le bilan était à jour\u00a0: aucun chiffre ne change."
    yield from lignes_non_comptees(register(), agregat)
    yield from lignes_a_completer(questionnaire, agregat)


def _conclure(checked: Checked, bilan: Path) -> int:
    """The verdict of the checks; the blocking ones are shown."""
    bloquants = [constat for constat in checked.findings if constat.severity is Severity.BLOQUANT]
    comptes = [
        pluriel(sum(constat.severity is gravite for constat in checked.findings), *NAMES[gravite])
        for gravite in Severity
        if any(constat.severity is gravite for constat in checked.findings)
    ]
    combien = f" ({', '.join(comptes)})" if comptes else ""
    say(f"Contrôle du bilan\u00a0: {checked.verdict.value}{combien}.")
    for constat in bloquants[:5]:
        say(f"  {constat.message} {constat.remedy}")
    if checked.verdict is not Verdict.ACCEPTE:
        say(f"Pour le détail\u00a0: bilan-social controler {bilan}")
    return exit_code([checked])
