"""What is asked: the questionnaires as data and the model that reads them."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from schemas.declaration import identity_of, past_versions
from schemas.editions import MARK, Edition, version_key
from schemas.loader import DeclarationError, load
from schemas.model import Questionnaire

FOLDER = Path(__file__).parent


def available() -> list[str]:
    """The ids of the questionnaires delivered with the project."""
    return sorted(path.parent.name for path in FOLDER.glob("*/questionnaire.yaml"))


def latest(family: str = "rec") -> str:
    """The id of the newest questionnaire of a family."""
    return editions(family)[-1]


def editions(family: str) -> list[str]:
    """The ids of the questionnaires of a family, as their declarations name it, by year.

    Raise `DeclarationError` when the root of a delivered questionnaire cannot be read.
    """
    found = {name: identity_of(FOLDER / name) for name in available()}
    return sorted((name for name in found if found[name][0] == family), key=lambda name: (found[name][1], name))


def questionnaire(name: str) -> Questionnaire:
    """A questionnaire delivered with the project, loaded once: `rec2019`, or `rec2019@1.0.0` for a past version.

    Raise KeyError, with the known ones, for another.
    """
    edition, _, version = name.partition(MARK)
    if edition not in available():
        raise KeyError(f"{name} (connus\u00a0: {', '.join(available())})")
    current = _loaded(edition)
    if version in ("", current.version):
        return current
    if version not in past_versions(FOLDER / edition):
        raise KeyError(f"{name} (versions connues\u00a0: {', '.join(versions(edition))})")
    return _loaded(edition, version)


@cache
def _loaded(edition: str, version: str | None = None) -> Questionnaire:
    return load(FOLDER / edition, version)


def versions(name: str) -> list[str]:
    """The versions of a questionnaire that can be read, the current one first."""
    return [questionnaire(name).version, *past_versions(FOLDER / name)]


def version_read(name: str, version: str) -> str:
    """The known version of a questionnaire by which a file of some version is read: that one, else the next one.

    A file newer than all is read as the current version, a file whose version is not written `1.0.0` too.
    """
    known = versions(name)
    try:
        asked = version_key(version)
    except ValueError:
        return known[0]
    return next((one for one in reversed(known) if version_key(one) >= asked), known[0])


def reading(name: str, version: str) -> Questionnaire:
    """The questionnaire that reads a file of some version: `version_read` says which. Raise KeyError as above."""
    return questionnaire(f"{name}{MARK}{version_read(name, version)}")


__all__ = [
    "DeclarationError",
    "Edition",
    "Questionnaire",
    "available",
    "editions",
    "latest",
    "load",
    "questionnaire",
    "reading",
    "version_read",
    "versions",
]
