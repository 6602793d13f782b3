"""The words of the command line in French: the help and the usage errors, that typer writes in English."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

from typer.core import TyperCommand, TyperGroup
from typer.exceptions import TyperException

from processors.cli.terminal import CommandError, quoted

DEBUG = ("--debug", "Montre le détail technique d’une erreur inattendue.")
"""Accepted anywhere on the line: `processors.cli.main` takes it out before typer reads it."""

_HELP = "Affiche cette aide."

Row = tuple[str, str]


def _extras(parameter: Any) -> str:
    if parameter.required:
        return " (obligatoire)"
    shown = parameter.default not in (None, "", False) and parameter.name != "help"
    return f" (par défaut\u00a0: {parameter.default})" if shown else ""


def _row(parameter: Any) -> Row:
    """Left and right of the line of a parameter in the help."""
    if parameter.param_type_name == "argument":
        left = parameter.metavar
    else:
        left = ", ".join(sorted(parameter.opts, key=len)) + (f" {parameter.metavar}" if parameter.metavar else "")
    words = _HELP if parameter.name == "help" else parameter.help
    return left, words + _extras(parameter)


def _usage(parameter: Any) -> str:
    name = f"{parameter.metavar}{'…' if parameter.nargs == -1 else ''}"
    return name if parameter.required else f"[{name}]"


def _section(formatter: Any, title: str, rows: list[Row]) -> None:
    if rows:
        with formatter.section(f"{title}\u00a0"):
            formatter.write_dl(rows)


class FrenchCommand(TyperCommand):
    """A command whose help and usage errors are in French; its `epilog` holds examples, one a line."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse the arguments of this command; refuse what is left over."""
        ctx.allow_extra_args = True
        try:
            rest = super().parse_args(ctx, args)
        except TyperException as error:
            raise _located(error, ctx) from None
        if rest:
            raise CommandError(f"Argument en trop\u00a0: {quoted(rest[0])}.\n{_advice(ctx)}")
        return rest

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help: usage, what the command does, arguments, options, examples."""
        parameters = self.get_params(ctx)
        arguments = [one for one in parameters if one.param_type_name == "argument"]
        options = [one for one in parameters if one.param_type_name != "argument"]
        pieces = " ".join([*map(_usage, arguments), "[OPTIONS]"])
        formatter.write_usage(ctx.command_path, pieces, prefix="Usage\u00a0: ")
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.help or "")
        _section(formatter, "Arguments", [_row(one) for one in arguments])
        _section(formatter, "Options", [*(_row(one) for one in options[:-1]), DEBUG, _row(options[-1])])
        if self.epilog:
            lines = self.epilog.splitlines()
            formatter.write(f"\n{'Exemple' if len(lines) == 1 else 'Exemples'}\u00a0:\n")
            formatter.write("".join(f"  {line}\n" for line in lines))


class FrenchGroup(TyperGroup):
    """The command itself, that carries the others."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parse what comes before the name of the command."""
        try:
            return super().parse_args(ctx, args)
        except TyperException as error:
            raise _located(error, ctx) from None

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command of this name; a French message with the nearest name when there is none."""
        name = args[0]
        if not name.startswith("-") and name not in self.commands:
            near = get_close_matches(name, self.commands, 1)
            hint = f" Vouliez-vous dire {quoted(near[0])}\u00a0?" if near else ""
            known = ", ".join(self.commands)
            raise CommandError(f"Commande inconnue\u00a0: {quoted(name)}.{hint}\nCommandes\u00a0: {known}.")
        return super().resolve_command(ctx, args)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Write the help: usage, commands, options, exit codes."""
        formatter.write_usage(ctx.command_path, "COMMANDE [ARGUMENTS] [OPTIONS]", prefix="Usage\u00a0: ")
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(self.help or "")
        _section(formatter, "Commandes", [(name, _summary(one)) for name, one in self.commands.items()])
        rows = [_row(one) for one in self.get_params(ctx)]
        _section(formatter, "Options", [*rows[:-1], DEBUG, rows[-1]])
        formatter.write_paragraph()
        formatter.write_text(self.epilog or "")


def _summary(command: Any) -> str:
    return " ".join((command.help or "").partition("\n\n")[0].split())


def _located(error: Any, ctx: Any) -> Any:
    """A usage error that knows its command: the parser raises some without saying which."""
    if getattr(error, "ctx", ctx) is None:
        error.ctx = ctx
    return error


def explain(error: Exception) -> str | None:
    """A usage error of the command line in French; None for any other error.

    typer raises the errors of the click that it carries, which it does not export: they are known by name.
    """
    parameter = getattr(error, "param", None)
    match type(error).__name__:
        case "NoArgsIsHelpError":
            return str(error)
        case "MissingParameter":
            detail = f"Il manque {_named(parameter)}."
        case "NoSuchOption":
            detail = _unknown_option(error)
        case "BadParameter":
            detail = f"Valeur refusée pour {_named(parameter)}\u00a0: {_wanted(parameter)}."
        case "BadOptionUsage":
            detail = _misused_option(error)
        case "UsageError":
            detail = "Il manque le nom d’une commande."
        case _:
            return None
    return f"{detail}\n{_advice(getattr(error, 'ctx', None))}"


def _advice(context: Any) -> str:
    path = context.command_path if context is not None else "bilan-social"
    return f"Pour l’aide\u00a0: {path} --help"


def _unknown_option(error: Any) -> str:
    near = sorted(error.possibilities or ())
    hint = f" Vouliez-vous dire {' ou '.join(near)}\u00a0?" if near else ""
    return f"Option inconnue\u00a0: {error.option_name}.{hint}"


def _misused_option(error: Any) -> str:
    options = error.ctx.command.get_params(error.ctx) if error.ctx is not None else ()
    flag = any(getattr(one, "is_flag", False) for one in options if error.option_name in one.opts)
    return f"L’option {error.option_name} {'n’attend pas de' if flag else 'attend une'} valeur."


def _named(parameter: Any) -> str:
    if parameter is None:
        return "un argument"
    if parameter.param_type_name == "option":
        return f"l’option {' / '.join(sorted(parameter.opts, key=len))}"
    return f"l’argument {parameter.metavar}"


def _wanted(parameter: Any) -> str:
    """What a parameter accepts: only the numbers of the command can be refused."""
    bounds = {"à partir de": getattr(parameter, "min", None), "jusqu’à": getattr(parameter, "max", None)}
    words = [f"{where} {bound}" for where, bound in bounds.items() if bound is not None]
    return " ".join(["un nombre entier est attendu", *words])
