"""Opens a page of ours in headless Chromium, from Debian's packages chromium and chromium-driver."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from selenium.webdriver import Chrome, ChromeOptions
from selenium.webdriver.chrome.service import Service

# Without these, Chromium looks up hosts of its own at every start.
_QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def outils_manquants() -> list[str]:
    """The Debian packages to install."""
    return [package for name, package in _TOOLS.items() if shutil.which(name) is None]


_TOOLS = {"chromium": "chromium", "chromedriver": "chromium-driver"}


@contextmanager
def page(path: Path, profile: Path, width: int = 1000, height: int = 1400) -> Iterator[Chrome]:
    """A browser that shows a file of this machine, with a new empty profile; closed at the end."""
    options = ChromeOptions()
    options.binary_location = shutil.which("chromium") or ""
    for argument in (*_QUIET, f"--user-data-dir={profile}", f"--window-size={width},{height}"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = Chrome(options=options, service=Service(shutil.which("chromedriver")))
    try:
        browser.get(path.as_uri())
        yield browser
    finally:
        browser.quit()
