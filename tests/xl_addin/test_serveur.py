"""The web application of the Office.js mode, in process; the manifest, offline."""

from __future__ import annotations

import re
import socket
import struct
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest

from processors.cli.main import main
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
        pytest.param(b"[" * 100_000, 400, id="trop_profond"),
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

    def config(application: object, **reglages: object) -> None:
        recu.update(reglages, application=application)

    def server(_: None) -> SimpleNamespace:
        return SimpleNamespace(run=lambda sockets: recu.update(ecoute=sockets[0].getsockname()))

    monkeypatch.setitem(sys.modules, "uvicorn", SimpleNamespace(Config=config, Server=server))
    return recu


@pytest.fixture
def libre() -> int:
    """A port that nothing listens to."""
    with socket.create_server(("127.0.0.1", 0)) as prise:
        return int(prise.getsockname()[1])


def test_lancer_gives_the_application_to_the_web_server(uvicorn, tmp_path, libre, monkeypatch):
    certificat, cle = tmp_path / "c.pem", tmp_path / "k.pem"
    monkeypatch.setattr(serveur, "_verifier_certificat", lambda *_: None)
    dits: list[str] = []
    serveur.lancer(port=libre, certificat=certificat, cle=cle, annoncer=dits.append)
    reglages = ("host", "port", "ssl_certfile", "ssl_keyfile", "ecoute")
    assert [uvicorn[nom] for nom in reglages] == ["127.0.0.1", libre, certificat, cle, ("127.0.0.1", libre)]
    assert dits == [
        f"Manifeste à donner à Excel\u00a0: https://localhost:{libre}/manifeste.xml. Ctrl+C arrête le serveur."
    ]


def test_without_a_certificate_the_scheme_is_the_true_one_and_what_excel_needs_is_said(uvicorn, libre):
    dits: list[str] = []
    serveur.lancer(port=libre, annoncer=dits.append)
    (dit,) = dits
    assert f"http://localhost:{libre}/sante" in dit
    assert "manifeste" not in dit
    assert all(option in dit for option in ("--certificat", "--cle", "--url"))


def test_behind_a_web_server_the_manifest_is_at_its_address(uvicorn, libre):
    dits: list[str] = []
    serveur.lancer(port=libre, url=f"{URL}/", annoncer=dits.append)
    assert f"{URL}/manifeste.xml" in dits[0]
    assert f"en http, sur le port {libre}" in dits[0]


@pytest.mark.parametrize(
    ("reglages", "message"),
    [
        ({"certificat": Path("absent.pem")}, "Donnez le certificat et sa clé"),
        ({"certificat": Path("absent.pem"), "cle": Path("absent.pem")}, "Fichier introuvable"),
        ({"certificat": Path(__file__), "cle": Path(__file__)}, "deux fichiers PEM"),
        ({"url": "http://localhost"}, "https"),
        ({"espace": "BILAN SOCIAL"}, "refusé"),
        ({"hote": "192.0.2.1"}, "ne peut pas être écouté"),
    ],
)
def test_what_keeps_the_server_from_starting_is_said_before_anything(uvicorn, reglages, message):
    dits: list[str] = []
    with pytest.raises(serveur.ServeurError, match=message) as refus:
        serveur.lancer(**reglages, annoncer=dits.append)
    assert str(refus.value)[0].isupper() or str(refus.value)[0] == "«"
    assert "ecoute" not in uvicorn
    assert not dits


def test_a_port_that_is_taken_is_said_before_anything(uvicorn):
    dits: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as prise:
        port = prise.getsockname()[1]
        with pytest.raises(serveur.ServeurError, match=f"Le port {port} .* --port"):
            serveur.lancer(port=port, annoncer=dits.append)
    assert not dits


def test_the_command_ends_with_a_sentence_and_the_code_of_a_wrong_use(tmp_path, libre, monkeypatch, capsys):
    faux = tmp_path / "faux.pem"
    faux.write_text("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
    options = ["serveur", "--port", str(libre), "--certificat", str(faux), "--cle", str(faux)]
    monkeypatch.setattr(sys, "argv", ["bilan-social", *options])
    with pytest.raises(SystemExit) as fin:
        main()
    sorties = capsys.readouterr()
    assert fin.value.code == 2
    assert "deux fichiers PEM" in " ".join(sorties.err.split())
    assert "Manifeste" not in sorties.out + sorties.err


def test_a_missing_library_is_said_in_french(monkeypatch):
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    with pytest.raises(serveur.ServeurError, match=r'pip install "\.\[serveur\]"'):
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
