"""The documents say what the command does: every command and option is documented, every one shown exists."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
import typer

from processors.cli.french import DEBUG
from processors.cli.main import app
from tests.support.imports import RACINE

DOCS = [RACINE / "README.md", *sorted((RACINE / "docs").glob("*.md"))]
GUIDE = RACINE / "docs" / "guide-collectivite.md"
GUIDES = sorted((RACINE / "docs").glob("guide-*.md"))


def commands(group: Any, before: str = "") -> dict[str, Any]:
    """The commands of a group by their words: « controler », « campagne statut »."""
    found: dict[str, Any] = {}
    for name, one in group.commands.items():
        inner = hasattr(one, "commands")
        found |= commands(one, f"{before}{name} ") if inner else {f"{before}{name}": one}
    return found


COMMANDS = commands(typer.main.get_command(app))
EVERYWHERE = {"--help", "-h", DEBUG[0]}
MAX_IMAGE_BYTES = 300_000


def options(command: str) -> set[str]:
    found = {name for one in COMMANDS[command].params for name in one.opts if name.startswith("-")}
    return found - EVERYWHERE


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def named(path: Path) -> str:
    return str(path.relative_to(RACINE))


def shown(text: str) -> list[str]:
    """The command lines of a document, in its blocks and in its sentences."""
    code = re.findall(r"```console\n(.*?)```", text, re.DOTALL) + re.findall(r"`([^`\n]+)`", text)
    return [line for block in code for line in re.findall(r"\bbilan-social ([a-z-].*)", block)]


def slug(title: str) -> str:
    """The anchor that GitHub gives to a title."""
    return re.sub(r"[^\w\- ]", "", re.sub(r"[`*]|\]\(.*?\)|\[", "", title).lower()).strip().replace(" ", "-")


@cache
def anchors(path: Path) -> frozenset[str]:
    text = re.sub(r"```.*?```", "", text_of(path), flags=re.DOTALL)
    titles = re.findall(r"^#+ +(.+)$", text, re.MULTILINE)
    return frozenset([*map(slug, titles), *re.findall(r'<a id="([^"]+)"', text)])


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_and_option_is_documented(command: str) -> None:
    pattern = re.compile(rf"^### {command}\n(.*?)(?=^#|\Z)", re.MULTILINE | re.DOTALL)
    sections = [text for guide in GUIDES for text in pattern.findall(text_of(guide))]
    assert len(sections) == 1, f"une section « ### {command} » dans un guide et un seul"
    documented = set(re.findall(r"`(-{1,2}[a-z0-9-]+)`", sections[0]))
    assert documented == options(command)


def test_the_options_of_every_command_are_documented() -> None:
    assert all(
        f"`{name}`" in text_of(GUIDE) or f" {name}`" in text_of(GUIDE) for name in (DEBUG[0], "--help", "--version")
    )


def test_exit_codes_are_documented() -> None:
    table = text_of(GUIDE).partition("| Code de sortie |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| (\d) \|", table, re.MULTILINE) == ["0", "1", "2", "3", "4"]


@pytest.mark.parametrize("path", DOCS, ids=named)
def test_commands_shown_in_a_document_exist(path: Path) -> None:
    for line in shown(text_of(path)):
        command, *rest = line.split()
        if rest and f"{command} {rest[0]}" in COMMANDS:
            command = f"{command} {rest.pop(0)}"
        known = {"--help", "--version"} | EVERYWHERE
        if not command.startswith("-"):
            assert command in COMMANDS, f"{named(path)} : bilan-social {line}"
            known |= options(command)
        used = {word.partition("=")[0] for word in [command, *rest] if word.startswith("-")}
        assert used <= known, f"{named(path)} : bilan-social {line}"


@pytest.mark.parametrize("path", DOCS, ids=named)
def test_relative_links_resolve(path: Path) -> None:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", text_of(path), flags=re.DOTALL)
    broken = []
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if re.match(r"[a-z]+:", target):
            continue
        name, _, anchor = unquote(target).partition("#")
        file = (path.parent / name).resolve() if name else path
        if not file.exists() or (anchor and anchor not in anchors(file)):
            broken.append(target)
    assert broken == []


@pytest.mark.parametrize("path", DOCS, ids=named)
def test_no_document_names_a_place_of_one_machine(path: Path) -> None:
    assert re.findall(r"(?:/work|/home|/root|/tmp|/Users|[A-Z]:\\Users)\b\S*", text_of(path)) == []


def test_images_are_small_and_used() -> None:
    images = sorted((RACINE / "docs" / "images").iterdir())
    assert images
    for image in images:
        assert image.stat().st_size < MAX_IMAGE_BYTES, image.name
        assert any(f"images/{image.name}" in text_of(path) for path in DOCS), image.name


def test_ci_runs_the_tests_as_the_readme_says() -> None:
    readme, ci = text_of(RACINE / "README.md"), text_of(RACINE / ".ci" / "run")
    installs_and_tests = ".venv/bin/pip install -e '.[dev]' && .venv/bin/pytest"
    assert installs_and_tests in readme
    assert "pip install --quiet --disable-pip-version-check -e '.[dev]'" in ci
    assert re.search(r"^etape \.venv/bin/pytest$", ci, re.MULTILINE)


def test_the_readme_is_the_description_of_the_package() -> None:
    project = tomllib.loads(text_of(RACINE / "pyproject.toml"))["project"]
    assert project["readme"] == "README.md"
    assert f">={project['requires-python'].removeprefix('>=')}" in text_of(RACINE / "README.md").replace("≥ ", ">=")


def test_modules_named_to_refresh_files_can_be_run() -> None:
    text = text_of(RACINE / "docs" / "developpement.md")
    modules = re.findall(r"python -m ([\w.]+)", text)
    assert modules
    script = f"from importlib.util import find_spec; assert all(map(find_spec, {modules!r}))"
    subprocess.run([sys.executable, "-c", script], cwd=RACINE, check=True)
