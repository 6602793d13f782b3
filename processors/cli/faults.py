"""What the command says of a declaration that is faulty: the place of the fault, and what lists the others."""

from __future__ import annotations

from processors.cli.terminal import quoted


def declaration_fault(error: Exception) -> str:
    """The message for an error that comes from the declaration of an edition; '' for any other."""
    from schemas.expressions import ExpressionError
    from schemas.nodes import DeclarationError
    from schemas.plan import CircleError

    if not isinstance(error, DeclarationError | ExpressionError | CircleError):
        return ""
    return (
        f"La déclaration d’une édition est fautive, dans le dossier schemas\u00a0: {quoted(error)}. "
        "Rien n’est à corriger dans vos fichiers. Qui déclare l’édition en a la liste des fautes par\u00a0: "
        "bilan-social verifier-edition."
    )
