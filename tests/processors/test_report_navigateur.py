"""The HTML report in a real browser: no error on the console, every link reachable by the keyboard, nothing cut."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from processors.report import html_rapport
from tests.processors.test_report import reel
from tests.support import navigateur


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chrome]:
    """The report on answers with many faults, hostile texts included. Without Chromium: skips, or fails in CI."""
    missing = navigateur.outils_manquants()
    if missing:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(f"à installer : {', '.join(missing)}")
    folder: Path = tmp_path_factory.mktemp("navigateur")
    report = folder / "rapport.html"
    report.write_text(html_rapport(reel()), encoding="utf-8")
    with navigateur.page(report, folder / "profil") as opened:
        yield opened


def test_the_console_tells_no_error(browser: Chrome) -> None:
    assert browser.title
    assert browser.get_log("browser") == []


def test_every_link_is_reached_by_the_tab_key(browser: Chrome) -> None:
    links = [link for link in browser.find_elements(By.TAG_NAME, "a") if link.get_attribute("href")]
    assert len(links) > 1
    reached = set()
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys(Keys.TAB)
    for _ in range(len(links) + 1):
        reached.add(browser.switch_to.active_element.id)
        browser.switch_to.active_element.send_keys(Keys.TAB)
    assert {link.id for link in links} <= reached


def test_the_first_link_skips_to_the_anomalies(browser: Chrome) -> None:
    browser.find_element(By.CSS_SELECTOR, "a[href^='#']").send_keys(Keys.ENTER)
    assert browser.switch_to.active_element.tag_name == "main"


@pytest.mark.parametrize("width", [1000, 600])
def test_nothing_overflows_the_width_of_the_page(browser: Chrome, width: int) -> None:
    browser.set_window_size(width, 1400)
    overflow = "return document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert browser.execute_script(overflow) == 0


def test_the_page_is_painted(browser: Chrome, tmp_path: Path) -> None:
    picture = tmp_path / "rapport.png"
    assert browser.save_screenshot(str(picture))
    assert picture.stat().st_size > 10_000
