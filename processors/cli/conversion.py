"""What the commands that write a workbook or an exchange file do, between their arguments and the rest."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from stdnum.fr import siret as siret_rules
from xlsxwriter.exceptions import FileCreateError

import schemas
from processors.answers import to_document
from processors.cli.files import replacing, require_apart, require_writable
from processors.cli.reports import Reports, exit_code, show
from processors.cli.terminal import OK, REFUSED, TO_CORRECT, CommandError, quoted, reason, warn
from processors.control import Checked
from processors.findings import Severity
from processors.report.mots import pluriel
from processors.txt import ecrire, ecrire_groupe, intransmissibles
from processors.validation.translation import NO_SIRET
from schemas.editions import MARK
from schemas.model import Questionnaire
from schemas.plan import Value
from workbook_templates.builder import build, chosen_modules
from workbook_templates.complement import Complement
from workbook_templates.supplement import Supplement

_TOLD = 20
"""Findings of one code that are told one by one; a broken file may have thousands."""


def questionnaire(name: str) -> Questionnaire:
    """A questionnaire by its name, `rec2019` or `rec2019@1.0.0`. Raise CommandError for an unknown one."""
    edition, _, _ = name.lower().partition(MARK)
    if edition not in schemas.available():
        known = ", ".join(schemas.available())
        raise CommandError(f"Questionnaire inconnu\u00a0: {quoted(name)}. Questionnaires livrés\u00a0: {known}.")
    try:
        return schemas.questionnaire(name.lower())
    except KeyError as error:
        known = ", ".join(schemas.versions(edition))
        raise CommandError(f"Version inconnue\u00a0: {quoted(name)}. Versions de {edition}\u00a0: {known}.") from error


def modules(declared: Questionnaire, text: str | None) -> tuple[str, ...]:
    """The modules that a list names; those by default without list. Raise CommandError for an unknown or blank one."""
    named = [] if text is None else text.lower().replace(",", " ").split()
    if text is not None and not named:
        raise CommandError(f"L’option --modules attend au moins un module parmi\u00a0: {', '.join(declared.modules)}.")
    try:
        return chosen_modules(declared, named)
    except KeyError as error:
        known = ", ".join(declared.modules)
        raise CommandError(
            f"Module inconnu\u00a0: {error.args[0]}. Modules de ce questionnaire\u00a0: {known}."
        ) from error


def identity(siret: str, nom: str) -> dict[str, Value]:
    """The answers that identify a collectivité. Raise CommandError for a wrong SIRET."""
    values: dict[str, Value] = {}
    if siret:
        digits = "".join(siret.split())
        if not siret_rules.is_valid(digits):
            raise CommandError(
                f"{quoted(siret)} n’est pas un SIRET valide\u00a0: quatorze chiffres sont attendus, "
                "et le dernier est une clé qui doit tomber juste."
            )
        values["collectivite!siret.C01"] = digits
    if any("\ud800" <= sign <= "\udfff" for sign in nom):
        raise CommandError("Ce terminal transmet mal les accents du nom\u00a0: écrivez-le plutôt dans le classeur.")
    if nom.strip():
        values["collectivite!raison_sociale.C01"] = nom.strip()
    return values


def build_workbook(
    path: Path,
    questionnaire: Questionnaire,
    modules: tuple[str, ...],
    values: dict[str, Value],
    justifications: Mapping[str, str] | None = None,
    *,
    complement: Complement | None = None,
    carried: Supplement | None = None,
) -> None:
    """Write a workbook, whole or not at all.

    `complement` makes its variant with the add-in; `carried` is what another workbook had beside its answers.
    """
    supplement = replace(carried or Supplement(), complement=complement)
    with replacing(path) as draft:
        try:
            build(draft, questionnaire, modules, values, justifications=justifications, supplement=supplement)
        except FileCreateError as error:
            raise error.args[0] from error


def are_sheets(checked: list[Checked]) -> bool:
    """Whether what was read as a report is a workbook of agent sheets."""
    return any(one.no_report for one in checked)


def counted(values: int) -> str:
    """« 1 réponse », « 2 réponses »."""
    return pluriel(values, "réponse", "réponses")


def exported(checked: list[Checked], suffix: str) -> bytes:
    """The exchange file, or the answers document, of what was read. Raise CommandError when it cannot hold it."""
    answers = [one.usable() for one in checked]
    if suffix == ".json":
        if len(answers) > 1:
            raise CommandError("Un document .json ne contient qu’un bilan\u00a0: exportez ce fichier groupé en .txt.")
        return (json.dumps(to_document(answers[0]), ensure_ascii=False, indent=1) + "\n").encode()
    if not all(one.siret for one in answers):
        raise CommandError(
            "Rien n’a été écrit\u00a0: le SIRET, par lequel commence chaque ligne du fichier .txt, est absent ou faux. "
            "Corrigez-le dans la feuille «\u00a0Collectivité\u00a0».",
            TO_CORRECT,
        )
    if obstacles := [found for one in answers for found in intransmissibles(one)]:
        raise CommandError("\n".join(f"{found.message} {found.remedy}" for found in obstacles), TO_CORRECT)
    return ecrire(answers[0]) if len(answers) == 1 else ecrire_groupe(answers)


def require_complete(
    path: Path, checked: list[Checked], partial: bool, *, advice: str = "ou ajoutez --partiel pour continuer sans elles"
) -> None:
    """All or nothing: stop, with the report, when a value of the file could not be read; else say what was noticed.

    `advice`: what else may be done than to correct the values.
    """
    unread = any(one.answers is None for one in checked)
    if not unread and (partial or all(one.complete for one in checked)):
        tell_reading(path, checked)
        return
    for one in checked:
        show(path, one, Reports())
    missing = {found.code for one in checked for found in one.reading if found.severity is Severity.BLOQUANT}
    if missing == {NO_SIRET}:
        raise CommandError(
            "Rien n’a été écrit\u00a0: le SIRET manque. Inscrivez-le dans la feuille «\u00a0Collectivité\u00a0».",
            TO_CORRECT,
        )
    if unread:
        raise CommandError(f"Rien n’a été écrit\u00a0: {quoted(path.name)} n’a pas pu être lu.", REFUSED)
    raise CommandError(
        f"Rien n’a été écrit\u00a0: des valeurs de {quoted(path.name)} sont illisibles ou refusées. "
        f"Corrigez-les, {advice}.",
        TO_CORRECT,
    )


def tell_reading(path: Path, checked: list[Checked]) -> None:
    """Say on the standard error what the reading noticed, the gravest first: what is left out, what may be wrong."""
    told = Counter[str]()
    if any(found.severity is not Severity.INFORMATION for one in checked for found in one.reading):
        warn(f"À la lecture de {quoted(path.name)}\u00a0:")
    for grave in (Severity.BLOQUANT, Severity.ALERTE):
        for found in (found for one in checked for found in one.reading if found.severity is grave):
            told[found.code] += 1
            if told[found.code] <= _TOLD:
                warn(f"{found.code}\u00a0: {found.message}")
    for code, count in told.items():
        if count > _TOLD:
            warn(f"{code}\u00a0: {pluriel(count - _TOLD, 'autre constat', 'autres constats')} de même nature.")
    if lost := sum(len(one.pertes.lignes) for one in checked):
        warn(f"{pluriel(lost, 'ligne du fichier n’est pas reprise', 'lignes du fichier ne sont pas reprises')}.")
    if missing := sum(one.pertes.manquantes for one in checked):
        warn(f"{pluriel(missing, 'valeur annoncée manque', 'valeurs annoncées manquent')} dans le fichier.")


def concluded(checked: list[Checked]) -> int:
    """Exit code of a conversion; says what was left out and when anomalies remain."""
    if not all(one.complete for one in checked):
        warn("Conversion partielle\u00a0: les valeurs illisibles ou refusées n’ont pas été reprises.")
    code = exit_code(checked)
    if code != OK:
        warn(
            "Ce bilan a des anomalies à corriger\u00a0: la commande «\u00a0bilan-social controler\u00a0» les explique."
        )
    return code


def targets(checked: list[Checked], source: Path, path: Path, overwrite: bool) -> list[Path]:
    """One workbook per report: the file itself, or one per SIRET in a folder."""
    if len(checked) == 1 and not path.is_dir():
        require_writable(path, overwrite, (".xlsx",))
        return [path]
    if path.suffix.lower() == ".xlsx" or path.is_file():
        raise CommandError(
            f"Ce fichier contient {len(checked)} bilans\u00a0: indiquez un dossier après -o, pas un fichier."
        )
    answers = [one.usable() for one in checked]
    names = [f"{one.siret or 'sans-siret'}-{one.questionnaire.id}" for one in answers]
    found = [path / f"{name}{f'-{i}' if name in names[:i] else ''}.xlsx" for i, name in enumerate(names)]
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CommandError(f"Impossible de créer le dossier {quoted(path)}\u00a0: {reason(error)}.") from error
    for target in found:
        require_apart((source,), (target,))
        require_writable(target, overwrite, (".xlsx",))
    return found
