"""The Office.js mode: a small web application that serves the add-in to Excel on Mac, on the web, on Windows.

It needs the extra `[serveur]` and a licence key of xlwings, whose server part is free for non-commercial and government
use only: the key is read from the environment (XLWINGS_LICENSE_KEY), never given by this module.
"""

from __future__ import annotations

import asyncio
import json
import logging
import socket
import ssl
import sys
from collections.abc import Callable
from importlib import resources
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from xl_addin.icones import icone
from xl_addin.inscription import Decorateurs, charger, declarees
from xl_addin.manifeste import ESPACE, ICONES, manifeste

if TYPE_CHECKING:
    from starlette.applications import Starlette
    from starlette.requests import Request
    from starlette.responses import Response

OCTETS_MAXIMUM = 20_000_000
"""Size of a call: a range of 200 000 cells is about 4 MB."""

INSTALLER = 'pip install ".[serveur]"'
"""The command that installs what is missing, from the folder of bilan-social; double quotes suit every terminal."""

APPEL = "/appel"
_ATTENDUS = ("func_name", "args", "version", "client", "runtime")
_journal = logging.getLogger(__name__)


class ServeurError(RuntimeError):
    """The server cannot start: a library, the licence key… is missing. The message, in French, says what to do."""


def fonctions_serveur() -> ModuleType:
    """The functions under the Office.js decorators. Raise `ServeurError` without xlwings or without a licence key."""
    sans_cout_par_cellule()
    try:
        from xlwings import LicenseError
    except ImportError as absent:
        raise ServeurError(f"Xlwings n’est pas installé\u00a0: {INSTALLER}") from absent
    try:
        from xlwings.server import arg, func
    except LicenseError as refus:
        raise ServeurError(
            "La partie serveur de xlwings demande une clé\u00a0: pour une administration ou un usage non commercial, "
            "mettez XLWINGS_LICENSE_KEY=noncommercial dans l’environnement après avoir lu docs/guide-complement.md"
        ) from refus
    return charger(Decorateurs(func, arg))


def sans_cout_par_cellule() -> None:
    """Spare xlwings a failed import for each cell of each argument: 20 times less time on a large range.

    To recognise the blanks of Pyodide, it imports `pyodide.ffi.JsNull` for every cell, and a failed import is never
    remembered. Outside Pyodide, an empty module of that name, with a class that has no instance, answers at once.
    """
    if sys.platform == "emscripten" or "pyodide" in sys.modules:
        return
    ffi = ModuleType("pyodide.ffi")
    ffi.JsNull = type("JsNull", (), {})  # type: ignore[attr-defined]  # what xlwings looks for
    paquet = ModuleType("pyodide")
    paquet.ffi = ffi  # type: ignore[attr-defined]  # a package holds its modules
    sys.modules.update({"pyodide": paquet, "pyodide.ffi": ffi})


async def appeler(corps: dict[str, Any], fonctions: ModuleType) -> Any:
    """The result of one call, as Excel sent it: through the dispatcher of xlwings."""
    from xlwings.server import custom_functions_call

    return await custom_functions_call(corps, fonctions)


def application(url: str, espace: str = ESPACE) -> Starlette:
    """The web application. `url`: the address under which Excel reaches it, in https; `espace`: as in `manifeste`.

    Raise `ServeurError` when a library or the licence key is missing.
    """
    try:
        from starlette.applications import Starlette
        from starlette.concurrency import run_in_threadpool
        from starlette.responses import JSONResponse, Response
        from starlette.routing import Route
    except ImportError as absent:
        raise ServeurError(f"Starlette n’est pas installé\u00a0: {INSTALLER}") from absent
    fonctions = fonctions_serveur()
    from xlwings.server import custom_functions_meta

    noms = frozenset(declarees(fonctions))
    donnees = custom_functions_meta(fonctions)  # type: ignore[no-untyped-call]  # xlwings leaves it untyped

    async def appel(requete: Request) -> Response:
        try:
            corps = json.loads(await _lire(requete))
            nom = _nom(corps)
        except _TropGros:
            return JSONResponse({"erreur": "la plage est trop grande"}, status_code=413)
        except (ValueError, KeyError, TypeError, RecursionError):
            return JSONResponse({"erreur": "appel illisible"}, status_code=400)
        if nom not in noms:
            return JSONResponse({"erreur": f"fonction inconnue\u00a0: {nom}"}, status_code=404)
        try:
            resultat = await run_in_threadpool(lambda: asyncio.run(appeler(corps, fonctions)))
        except Exception as erreur:  # the border of the server; the values of the cells stay out of the log
            _journal.error("échec de %s\u00a0: %s", nom, type(erreur).__name__)
            _journal.debug("détail", exc_info=True)
            return JSONResponse({"erreur": f"{nom}\u00a0: erreur interne du complément"}, status_code=500)
        return JSONResponse({"result": resultat})

    fixes: dict[str, tuple[str | bytes, str]] = {
        "/manifeste.xml": (manifeste(url, espace), "application/xml"),
        "/fonctions.json": (json.dumps(donnees, ensure_ascii=False), "application/json"),
        "/fonctions.js": (script(sorted(noms), url), "text/javascript"),
        "/volet.html": (_ressource("volet.html").replace("@ESPACE@", espace), "text/html"),
        "/sante": ('{"etat": "ok"}', "application/json"),
        **{f"/icone-{cote}.png": (icone(cote), "image/png") for cote in ICONES},
    }

    async def fixe(requete: Request) -> Response:
        contenu, nature = fixes[requete.url.path]
        return Response(contenu, media_type=nature)

    return Starlette(
        routes=[Route(APPEL, appel, methods=["POST"]), *(Route(chemin, fixe) for chemin in fixes)],
    )


def script(noms: list[str], url: str) -> str:
    """The JavaScript that Excel runs: each function sends its arguments to the server at `url`."""
    from xlwings import __version__

    reglages = json.dumps({"version": __version__, "fonctions": noms, "appel": url.rstrip("/") + APPEL})
    return f"const REGLAGES = {reglages};\n{_ressource('fonctions.js')}"


def lancer(
    hote: str = "127.0.0.1",
    port: int = 8765,
    *,
    certificat: Path | None = None,
    cle: Path | None = None,
    url: str | None = None,
    espace: str = ESPACE,
    annoncer: Callable[[str], None] = _journal.info,
) -> None:
    """Start the server and stay until it is stopped (Ctrl+C).

    certificat, cle: PEM files of the https certificate; Excel refuses plain http. Without them, the server speaks http
        and must stand behind a proxy that adds https.
    url: the address under which Excel reaches it, https://localhost:<port> unless said.
    annoncer: what is told, in French, once the port is taken: the addresses, and what Excel needs.

    Raise `ServeurError` when a library, the licence key or a file is missing, the certificate is wrong, the port is
    taken, or Excel would refuse the address.
    """
    try:
        import uvicorn
    except ImportError as absent:
        raise ServeurError(f"Uvicorn n’est pas installé\u00a0: {INSTALLER}") from absent
    if (certificat is None) != (cle is None):
        raise ServeurError("Donnez le certificat et sa clé, ou aucun des deux.")
    if certificat is not None and cle is not None:
        _verifier_certificat(certificat, cle)
    try:
        servie = application(url or f"https://localhost:{port}", espace)
    except ValueError as refus:
        raise ServeurError(_majuscule(str(refus))) from refus
    reglages = uvicorn.Config(
        servie, host=hote, port=port, ssl_certfile=certificat, ssl_keyfile=cle, log_level="warning"
    )
    with _ecoute(hote, port) as prise:
        annoncer(annonce(port, https=certificat is not None, url=url))
        uvicorn.Server(reglages).run(sockets=[prise])


def annonce(port: int, *, https: bool, url: str | None) -> str:
    """What is told once the server listens: the address of the manifest, or what Excel needs to reach the server."""
    arret = "Ctrl+C arrête le serveur."
    if url:
        ici = f"Le serveur écoute en {'https' if https else 'http'}, sur le port {port}."
        return f"{ici} Manifeste à donner à Excel\u00a0: {url.rstrip('/')}/manifeste.xml. {arret}"
    if https:
        return f"Manifeste à donner à Excel\u00a0: https://localhost:{port}/manifeste.xml. {arret}"
    return (
        f"Le serveur écoute en http\u00a0: http://localhost:{port}/sante répond, mais Excel n’accepte que https. Pour "
        "Excel, relancez-le avec --certificat et --cle, ou derrière un serveur web qui porte le certificat, avec --url "
        f"et l’adresse https de celui-ci. {arret}"
    )


def _verifier_certificat(certificat: Path, cle: Path) -> None:
    """Raise `ServeurError` when a file is missing or is not what the web server expects."""
    for fichier in (certificat, cle):
        if not fichier.is_file():
            raise ServeurError(f"Fichier introuvable\u00a0: {fichier}")
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(certificat, cle, password="")
    except (OSError, ValueError) as refus:  # ssl.SSLError is an OSError
        raise ServeurError(
            f"Le certificat {certificat} et la clé {cle} ne peuvent pas servir\u00a0: il faut deux fichiers PEM "
            "lisibles, sans mot de passe, et la clé de ce certificat."
        ) from refus


def _ecoute(hote: str, port: int) -> socket.socket:
    """The socket that listens. Raise `ServeurError` when the address or the port cannot be taken."""
    try:
        famille, *_, adresse = socket.getaddrinfo(hote, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(adresse[:2], family=famille)
    except OSError as refus:
        raise ServeurError(
            f"Le port {port} de l’adresse {hote} ne peut pas être écouté\u00a0: un autre programme s’en sert, ou "
            "l’adresse n’est pas de ce poste. Donnez-en un autre avec --port."
        ) from refus


def _majuscule(phrase: str) -> str:
    return phrase[:1].upper() + phrase[1:]


def _nom(corps: Any) -> str:
    """The function that a call names. Raise KeyError or TypeError when it is not a call."""
    recus = {cle: corps[cle] for cle in _ATTENDUS}
    if not isinstance(recus["func_name"], str):
        raise TypeError
    return recus["func_name"]


class _TropGros(Exception):
    """The body of a call is larger than `OCTETS_MAXIMUM`."""


async def _lire(requete: Request) -> bytes:
    morceaux: list[bytes] = []
    taille = 0
    async for morceau in requete.stream():
        taille += len(morceau)
        if taille > OCTETS_MAXIMUM:
            raise _TropGros
        morceaux.append(morceau)
    return b"".join(morceaux)


def _ressource(nom: str) -> str:
    return resources.files("xl_addin").joinpath("web", nom).read_text(encoding="utf-8")
