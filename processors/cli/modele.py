"""`bilan-social modele fiches`: the blank workbook of the agent sheets, and the two sheets to print."""

from __future__ import annotations

from pathlib import Path

from processors.cli.files import replacing
from processors.cli.terminal import CommandError, say, working
from processors.cli.variants import variant


def modele_fiches(
    sortie: Path, modules: str | None, siret: str, nom: str, variante: str | None, *, imprimable: bool
) -> None:
    """Write the blank at `sortie`; `siret` and `nom` are put in « Collectivité », `modules` are its answers.

    Raise CommandError for what does not go together.
    """
    from processors.agents.donnees import vides
    from processors.agents.ecriture import ecrire_fiches
    from processors.cli.conversion import identity

    if imprimable and (modules or siret or nom or variante):
        raise CommandError("L’option --imprimable donne des fiches vierges\u00a0: retirez les autres options.")
    donnees = vides()
    identity(siret, nom)  # refuses a wrong SIRET
    demandes = {"siret": "".join(siret.split()), "raison_sociale": nom, **_modules(modules)}
    donnees.collectivite = {code: valeur for code, valeur in demandes.items() if valeur}
    complement = variant(variante)
    with working("Production du classeur…"), replacing(sortie) as brouillon:
        ecrire_fiches(brouillon, donnees, vierge_imprimable=imprimable, complement=complement)
    say(f"{'Fiches à imprimer écrites' if imprimable else 'Classeur écrit'}\u00a0: {sortie}")


def _modules(demandes: str | None) -> dict[str, str]:
    """The answers of « Collectivité » on the modules of the campaign; none when none is named."""
    if not demandes:
        return {}
    from processors.cli.conversion import modules, questionnaire
    from schemas.registers_reader import register

    declared = questionnaire(register().feeds.id)
    chosen = modules(declared, demandes)
    asked = {code: f"module_{code}" for code in declared.modules}
    known = register().sheets["collectivite"].by_code
    return {field: "OUI" if code in chosen else "NON" for code, field in asked.items() if field in known}
