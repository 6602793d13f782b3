"""Health and safety report (RASSCT): tables R."""

from __future__ import annotations

from math import inf

from processors.example.agents import Accident, Axes
from processors.example.grid import Fact, Grid, yes_no
from processors.example.registry import fills
from processors.example.simulation import Situation
from schemas.bands import bands_of
from schemas.plan import Value

ACTIONS = ("Gestes et postures", "Sauveteur secouriste du travail", "Habilitation électrique", "Risque chimique")
MESURES = {
    "Remplacement de matériel de levage": "Rotation des postes",
    "Achat de sièges ergonomiques": "Fiches de consignes par atelier",
    "Protection des machines": "Accueil sécurité des nouveaux agents",
}
ORGANISMES = ("CNFPT", "Centre de gestion fictif", "Organisme de formation fictif")
QUESTIONS = (
    "diagnostic_rps",
    "programme_annuel",
    "rapport_medecine",
    "penibilite_diagnostic",
    "penibilite_suivi",
    "penibilite_exposition",
    "amiante_fiches",
    "amiante_de_l_annee",
    "entreprises_exterieures",
)
"""Questions that open no other."""

MISE_A_JOUR = "risques_psychosociaux_mis_a_jour"


@fills("informations_prevention")
def informations(grid: Grid, situation: Situation) -> None:
    """Questions on prevention."""
    draws = situation.draws
    for question, following in (("risques_psychosociaux", MISE_A_JOUR), ("inspection", "visites_inspection")):
        answer = draws.chance(0.7)
        grid.put("informations_prevention", question, yes_no(answer))
        if answer:
            value: Value = yes_no(draws.chance(0.6)) if following == MISE_A_JOUR else draws.integer(0, 3)
            grid.put("informations_prevention", following, value)
    grid.put("informations_prevention", "saisines", draws.integer(0, 2))
    for question in QUESTIONS:
        grid.put("informations_prevention", question, yes_no(draws.chance(0.5)))


def _accidents(situation: Situation) -> list[Accident]:
    return [accident for agent in situation.agents for accident in agent.accidents]


@fills("durees_d_arret")
def durees(grid: Grid, situation: Situation) -> None:
    """Accidents by length of leave; the year before is drawn around the same numbers."""
    accidents = _accidents(situation)
    firsts = [first for first, _ in bands_of(grid.questionnaire)["durees_d_arret"]]
    rows = grid.places["durees_d_arret"].rows
    for row, low, next_one in zip(rows, firsts, [*firsts[1:], inf], strict=True):
        count = sum(low <= accident.jours < next_one for accident in accidents)
        before = max(count + situation.draws.integer(-1, 1), 0)
        grid.put("durees_d_arret", row, before, "annee_precedente")
        grid.put("durees_d_arret", row, count, "annee")


@fills("formations_realisees", "formations_prevues")
def actions(grid: Grid, situation: Situation) -> None:
    """Training done and planned."""
    draws, count = situation.draws, len(situation.presents)
    for place in ("formations_realisees", "formations_prevues"):
        for line, action in zip(_lines(grid, place), draws.sample(ACTIONS, draws.integer(1, 3)), strict=False):
            row: dict[str, Value] = {
                "theme": action,
                "agents": draws.integer(1, max(count // 10, 1)),
                "organisme": draws.choice(ORGANISMES),
            }
            for column, value in row.items():
                grid.put(place, line, value, column)


@fills("mesures_prises", "mesures_prevues")
def mesures(grid: Grid, situation: Situation) -> None:
    """Other measures, done and planned."""
    for place in ("mesures_prises", "mesures_prevues"):
        chosen = situation.draws.sample(list(MESURES.items()), situation.draws.integer(1, 2))
        for line, (technique, organisation) in zip(_lines(grid, place), chosen, strict=False):
            grid.put(place, line, technique, "technique")
            grid.put(place, line, organisation, "organisation")


@fills("maladies_par_tableau", "maladies_par_activite")
def maladies(grid: Grid, situation: Situation) -> None:
    """Diseases recognised in the year, by table and by activity."""
    new = [maladie for agent in situation.agents for maladie in agent.maladies if maladie.nouvelle]
    grid.by_sex("maladies_par_tableau", [(maladie.axes, 1) for maladie in new])
    _counts_and_days(grid, "maladies_par_activite", [(maladie.axes, maladie.jours) for maladie in new])


@fills("accidents_par_activite", "accidents_par_lesion", "accidents_par_siege", "accidents_par_element")
def circonstances(grid: Grid, situation: Situation) -> None:
    """Accidents on duty and on the way, by activity, lesion, seat of the lesion and material element."""
    accidents: list[tuple[Axes, int]] = [(accident.axes, accident.jours) for accident in _accidents(situation)]
    for place in ("accidents_par_activite", "accidents_par_siege", "accidents_par_element"):
        _counts_and_days(grid, place, accidents)
    with_leave: list[Fact] = [(axes, 1) for axes, jours in accidents if jours]
    without: list[Fact] = [(axes, 1) for axes, jours in accidents if not jours]
    grid.tally("accidents_par_lesion", with_leave, ["avec_arret"])
    grid.tally("accidents_par_lesion", without, ["sans_arret"])
    grid.tally("accidents_par_lesion", accidents, ["jours"])


def _lines(grid: Grid, place: str) -> list[str]:
    """The lines to write on of a table to fill freely, in order."""
    table = grid.table(place)
    return [row.code for row in table.rows] if table else []


def _counts_and_days(grid: Grid, place: str, events: list[tuple[Axes, int]]) -> None:
    grid.tally(place, [(axes, 1) for axes, _ in events], ["nombre"])
    grid.tally(place, events, ["jours"])
