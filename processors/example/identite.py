"""Name, SIRET and place of a fictitious collectivité: nobody must take them for real ones."""

from __future__ import annotations

from stdnum import luhn

from processors.example.draws import Draws

SIREN_FICTIF = "9999"
"""First digits of the SIREN: the SIREN of local authorities start with 1 or 2, none starts so."""

DEBUTS = ("Val", "Mont", "Roche", "Font", "Clair", "Beau", "Haute", "Belle", "Ville", "Puy")
MILIEUX = ("mer", "bri", "lan", "ra", "vi", "do", "ser", "lo")
FINS = ("court", "gnac", "ville", "bourg", "sac", "ieux", "heim", "ec")


def siret(graine: int) -> str:
    """A SIRET whose two keys are right and that no establishment bears; different for each seed below 10⁸."""
    siren = f"{SIREN_FICTIF}{graine % 10_000:04}"
    siren += luhn.calc_check_digit(siren)
    start = f"{siren}{graine // 10_000 % 10_000:04}"
    return start + luhn.calc_check_digit(start)


def lieu(draws: Draws) -> str:
    """A made-up place name."""
    middle = draws.choice(MILIEUX) if draws.chance(0.7) else ""
    return draws.choice(DEBUTS) + middle + draws.choice(FINS)
