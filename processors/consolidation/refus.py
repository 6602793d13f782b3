"""What cannot be merged: another edition, another model, other modules, the same collectivité twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from processors.answers import Answers


class RegroupementImpossible(Exception):
    """The reports cannot be merged; the text of the exception says why and what to do, in French."""


def verifier(lots: Sequence[Answers]) -> None:
    """Raise RegroupementImpossible when adding up these reports would be wrong."""
    if len(lots) < 2:
        raise RegroupementImpossible("Il faut au moins deux bilans à regrouper.")
    named = [f"{one.name or 'sans nom'} ({one.siret or 'sans SIRET'})" for one in lots]
    migrate = "convertissez-les dans la même avec «\u00a0bilan-social migrer\u00a0»"
    _same(named, [one.questionnaire.id for one in lots], "l’édition", migrate)
    _same(named, [one.version for one in lots], "la version du modèle", migrate)
    _same(
        named,
        [", ".join(one.modules) for one in lots],
        "les modules",
        "choisissez avec --modules ceux qui sont dans tous les bilans",
    )
    repeated = [siret for siret, count in Counter(one.siret for one in lots if one.siret).items() if count > 1]
    if repeated:
        raise RegroupementImpossible(
            f"Le SIRET {repeated[0]} est dans plusieurs des bilans\u00a0: ses agents seraient comptés deux fois. "
            "Ne gardez qu’un bilan par collectivité."
        )


def _same(named: Sequence[str], found: Sequence[str], what: str, remedy: str) -> None:
    if len(set(found)) > 1:
        said = "\u00a0; ".join(f"{name}\u00a0: {value or 'inconnu'}" for name, value in zip(named, found, strict=True))
        raise RegroupementImpossible(f"Les bilans diffèrent par {what}. {said}. Avant de regrouper, {remedy}.")
