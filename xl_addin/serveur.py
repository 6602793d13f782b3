"""The Office.js mode: a small web application that serves the add-in to Excel on Mac, on the web, on Windows.

It needs the extra `[serveur]` and a licence key of xlwings, whose server part is free for non-commercial and government
use only: the key is read from the environment (XLWINGS_LICENSE_KEY), never given by this module.
"""

from __future__ import annotations

import asyncio
import json
import logging
import sys
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
        raise ServeurError("xlwings n’est pas installé\u00a0: pip install 'bilan-social[serveur]'") from absent
    try:
        from xlwings.server import arg, func
    except LicenseError as refus:
        raise ServeurError(
            "la partie serveur de xlwings demande une clé\u00a0: pour une administration ou un usage non commercial, "
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
        raise ServeurError("starlette n’est pas installé\u00a0: pip install 'bilan-social[serveur]'") from absent
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
        except (ValueError, KeyError, TypeError):
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
) -> None:
    """Start the server and stay until it is stopped (Ctrl+C).

    certificat, cle: PEM files of the https certificate; Excel refuses plain http. Without them, the server speaks http
        and must stand behind a proxy that adds https.
    url: the address under which Excel reaches it, https://localhost:<port> unless said.

    Raise `ServeurError` when a library, the licence key or a file is missing, or Excel would refuse the address.
    """
    try:
        import uvicorn
    except ImportError as absent:
        raise ServeurError("uvicorn n’est pas installé\u00a0: pip install 'bilan-social[serveur]'") from absent
    if (certificat is None) != (cle is None):
        raise ServeurError("donnez le certificat et sa clé, ou aucun des deux")
    for fichier in filter(None, (certificat, cle)):
        if not fichier.is_file():
            raise ServeurError(f"fichier introuvable\u00a0: {fichier}")
    try:
        servie = application(url or f"https://localhost:{port}", espace)
    except ValueError as refus:
        raise ServeurError(str(refus)) from refus
    uvicorn.run(servie, host=hote, port=port, ssl_certfile=certificat, ssl_keyfile=cle, log_level="warning")


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
