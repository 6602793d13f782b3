"""The web application of the Office.js mode, in process; the manifest, offline."""

from __future__ import annotations

import re
import struct
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest

from tests.xl_addin.test_dispatcheur import corps
from xl_addin import serveur
from xl_addin.icones import icone
from xl_addin.manifeste import defauts, manifeste

URL = "https://bilan.exemple.fr"


@pytest.fixture(scope="module")
def client():
    from starlette.testclient import TestClient

    return TestClient(serveur.application(URL), base_url=URL)


def test_a_call_is_answered(client):
    reponse = client.post("/appel", json=corps("ETPR", [[0.8], [None]], 6, None, None, None))
    assert reponse.status_code == 200
    assert reponse.json() == {"result": [[0.4], ["⚠ La quotité n’est pas indiquée (1 pour un temps complet)"]]}


@pytest.mark.parametrize(
    ("envoi", "code"),
    [
        (b"{", 400),
        (b"[]", 400),
        (b'{"func_name": "ETPR"}', 400),
        (b'{"func_name": "__import__", "args": [], "version": "", "client": "", "runtime": "1.4"}', 404),
        (b'{"func_name": ["ETPR"], "args": [], "version": "", "client": "", "runtime": "1.4"}', 400),
        (b'{"func_name": "ETPR", "args": 3, "version": "", "client": "Office.js", "runtime": "1.4"}', 500),
    ],
)
def test_a_call_that_is_none_is_refused_in_french(client, envoi, code):
    reponse = client.post("/appel", content=envoi)
    assert reponse.status_code == code
    assert reponse.json()["erreur"]


def test_a_range_too_large_is_refused(client, monkeypatch):
    monkeypatch.setattr(serveur, "OCTETS_MAXIMUM", 100)
    assert client.post("/appel", json=corps("ETPR_TOTAL", [[1]] * 100, None)).status_code == 413


def test_what_fails_leaves_no_value_of_a_cell_in_the_log(client, caplog):
    envoi = corps("ETPR", "DUPONT", 6, None, None, None) | {"runtime": "DUPONT"}
    del envoi["date_format"]
    client.post("/appel", json=envoi | {"args": "DUPONT DUPONT"})
    assert "ETPR" in caplog.text
    assert "DUPONT" not in caplog.text


def test_every_address_of_the_manifest_is_served(client):
    texte = client.get("/manifeste.xml").text
    assert defauts(texte) == []
    adresses = set(re.findall(rf'"{URL}(/[^"]+)"', texte))
    assert adresses
    for adresse in adresses:
        assert client.get(adresse).status_code == 200, adresse


def test_the_script_associates_every_published_function(client):
    noms = [fonction["id"] for fonction in client.get("/fonctions.json").json()["functions"]]
    script = client.get("/fonctions.js").text
    assert noms
    assert all(f'"{nom}"' in script for nom in noms)
    assert f'"{URL}/appel"' in script


def test_the_pane_tells_the_prefix_of_the_functions(client):
    assert "=BILAN." in client.get("/volet.html").text


def test_the_server_is_alive(client):
    assert client.get("/sante").json() == {"etat": "ok"}


@pytest.fixture
def uvicorn(monkeypatch) -> dict[str, object]:
    """What the web server is asked to serve; it serves nothing."""
    recu: dict[str, object] = {}
    faux = SimpleNamespace(run=lambda application, **reglages: recu.update(reglages, application=application))
    monkeypatch.setitem(sys.modules, "uvicorn", faux)
    return recu


def test_lancer_gives_the_application_to_the_web_server(uvicorn, tmp_path):
    certificat, cle = tmp_path / "c.pem", tmp_path / "k.pem"
    certificat.touch()
    cle.touch()
    serveur.lancer(port=9000, certificat=certificat, cle=cle)
    reglages = ("host", "port", "ssl_certfile", "ssl_keyfile")
    assert [uvicorn[nom] for nom in reglages] == ["127.0.0.1", 9000, certificat, cle]


@pytest.mark.parametrize(
    ("reglages", "message"),
    [
        ({"certificat": Path("absent.pem")}, "donnez le certificat et sa clé"),
        ({"certificat": Path("absent.pem"), "cle": Path("absent.pem")}, "fichier introuvable"),
        ({"url": "http://localhost"}, "https"),
        ({"espace": "BILAN SOCIAL"}, "refusé"),
    ],
)
def test_what_keeps_the_server_from_starting_is_said(uvicorn, reglages, message):
    with pytest.raises(serveur.ServeurError, match=message):
        serveur.lancer(**reglages)
    assert not uvicorn


def test_a_missing_library_is_said_in_french(monkeypatch):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(serveur.ServeurError, match=r"pip install 'bilan-social\[serveur\]'"):
        serveur.lancer()


def test_the_price_of_each_cell_is_spared(fonctions_serveur):
    """xlwings finds a `pyodide.ffi.JsNull`, and no blank is one."""
    from xlwings.utils import is_jsnull

    assert sys.modules["pyodide.ffi"].JsNull
    assert not is_jsnull(None)


# Manifest


def test_the_manifest_is_well_built():
    assert defauts(manifeste(URL)) == []


def test_the_identifier_follows_the_address():
    premier, second = (ET.fromstring(manifeste(url))[0].text for url in (URL, f"{URL}/"))
    assert premier == second
    assert UUID(premier) != UUID(ET.fromstring(manifeste("https://autre.exemple.fr"))[0].text)


@pytest.mark.parametrize("url", ["http://localhost:8765", "bilan.exemple.fr", "https://"])
def test_an_address_that_excel_refuses_is_refused(url):
    with pytest.raises(ValueError, match="https"):
        manifeste(url)


def test_an_address_cannot_break_the_file():
    assert defauts(manifeste('https://exemple.fr/a"><b')) == []


@pytest.mark.parametrize("espace", ["bilan", "1BILAN", "BILAN SOCIAL", ""])
def test_a_prefix_that_excel_refuses_is_refused(espace):
    with pytest.raises(ValueError, match="refusé"):
        manifeste(URL, espace)


@pytest.mark.parametrize(
    ("avant", "apres", "defaut"),
    [
        ("</OfficeApp>", "", "mal formé"),
        ("<Version>1.0.0.0</Version>", "", "ordre"),
        ("https://bilan.exemple.fr/icone-32.png", "http://x/i.png", "https"),
        ('resid="Volet.Nom"', 'resid="Absent"', "ressource absente\u00a0: Absent"),
        ("<Id>", "<Id>x", "GUID"),
        ('DefaultValue="BILAN"', f'DefaultValue="{"B" * 126}"', "125"),
        ('xsi:type="CustomFunctions"', 'xsi:type="Autre"', "CustomFunctions"),
        ('<DisplayName DefaultValue="Bilan social" />', '<DisplayName DefaultValue="" />', "DisplayName"),
    ],
)
def test_a_fault_of_the_manifest_is_found(avant, apres, defaut):
    texte = manifeste(URL)
    assert avant in texte
    assert any(defaut in trouve for trouve in defauts(texte.replace(avant, apres)))


@pytest.mark.parametrize("cote", [16, 32, 64, 80])
def test_icons_are_png_of_their_size(cote):
    image = icone(cote)
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", image[16:24]) == (cote, cote)
