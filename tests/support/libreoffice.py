"""LibreOffice as a second reader, a second user and a calculator, for the tests.

Every call runs its own `soffice` on its own throw-away profile, so that calls may run side by side (pytest-xdist,
threads), and ends every process it started, whatever happens.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

DELAI = 180.0
"""Seconds granted to one operation: about ten times the slowest one seen (110 sheets to .ods on a busy machine)."""

PREFIXE_PROFIL = f"bilan-lo-{os.getpid()}-"
"""Start of the name of every profile of this process, and so of the command line of every `soffice` it starts."""

_SCRIPT_UNO = Path(__file__).with_name("uno_editer.py")
_FILTRES = {"xlsx": "Calc MS Excel 2007 XML", "ods": "calc8"}
_RECALCUL = """
 <item oor:path="/org.openoffice.Office.Calc/Formula/Load">
  <prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
  <prop oor:name="ODFRecalcMode" oor:op="fuse"><value>0</value></prop>
 </item>"""
_REGLAGES = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
 <item oor:path="/org.openoffice.Setup/L10N">
  <prop oor:name="ooSetupSystemLocale" oor:op="fuse"><value>fr-FR</value></prop>
 </item>{recalcul}
</oor:items>
"""


class ErreurLibreOffice(RuntimeError):
    """LibreOffice is missing, refused the file, or did not finish in time."""


@functools.cache
def soffice() -> str | None:
    """Path of LibreOffice's command, or None when it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


@functools.cache
def python_uno() -> str | None:
    """Path of a Python that has LibreOffice's `uno` module (Debian's own, or the one shipped with LibreOffice)."""
    executable = soffice()
    voisin = str(Path(executable).resolve().with_name("python")) if executable else ""
    for candidat in ("/usr/bin/python3", voisin, shutil.which("python3") or ""):
        if candidat and Path(candidat).exists():
            essai = subprocess.run([candidat, "-c", "import uno"], capture_output=True, check=False)
            if essai.returncode == 0:
                return candidat
    return None


def outils_manquants() -> list[str]:
    """Debian packages to install before this module can be used; empty when all is there."""
    presents = {
        "libreoffice-calc": soffice(),
        "python3-uno": python_uno(),
        "poppler-utils": shutil.which("pdftoppm"),
    }
    return [paquet for paquet, chemin in presents.items() if not chemin]


def convertir(source: Path, format: str, dossier: Path, *, recalculer: bool = False, delai: float = DELAI) -> Path:
    """Open `source` and save it in another format.

    Args:
        source: any file that LibreOffice reads (.xlsx, .xlsm, .xlsb, .ods, .xls, .csv).
        format: extension of the result (`xlsx`, `ods`, `pdf`, `csv`…), optionally followed by LibreOffice's filter
            and its options: `csv:Text - txt - csv (StarCalc):59,34,76`.
        dossier: where the result goes, under the source's name with the new extension.
        recalculer: compute every formula again; otherwise LibreOffice keeps the cached results of the file.
        delai: seconds before the attempt is given up.

    Raises:
        ErreurLibreOffice: LibreOffice is missing, refused the file, or did not finish in time.
        ValueError: the result would overwrite the source.
    """
    cible = _cible(source, format.partition(":")[0], dossier)
    with _profil(recalculer=recalculer) as profil:
        sortie = profil / "sortie"
        arguments = ["--convert-to", format, "--outdir", str(sortie), str(source.resolve())]
        with _lancer(profil, arguments) as processus:
            try:
                processus.wait(timeout=delai)
            except subprocess.TimeoutExpired as trop_long:
                raise ErreurLibreOffice(f"{source.name} → {format} : plus de {delai:g} s") from trop_long
        produit = sortie / cible.name
        if processus.returncode != 0 or not produit.exists():
            raise ErreurLibreOffice(f"{source.name} → {format} : aucun résultat.\n{_journal(profil)}")
        return Path(shutil.move(produit, cible))


def recalculer(source: Path, dossier: Path) -> Path:
    """Compute every formula of `source` again and save it as .xlsx in `dossier`, under the same name."""
    return convertir(source, "xlsx", dossier, recalculer=True)


def editer(
    source: Path,
    editions: Mapping[tuple[str, str], object],
    dossier: Path,
    format: str = "xlsx",
    *,
    gestes: Sequence[Sequence[object]] = (),
    mot_de_passe: str = "",
    delai: float = DELAI,
) -> Path:
    """Fill cells of `source` as a user of LibreOffice would, recalculate, and save in `dossier`.

    Args:
        source: any workbook that LibreOffice reads; it is left untouched.
        editions: (sheet name, A1 address) → value. None empties the cell; text is stored as text, even when it looks
            like a number or a formula; a `date`, `datetime` or `bool` gets the matching number format. A locked cell
            is written all the same: its sheet is unprotected for the time of the edit.
        dossier: where the result goes, under the source's name.
        format: `xlsx` or `ods`.
        gestes: changes of structure, made in order **after** the editions: `("inserer_lignes", sheet, A1 row number,
            how many)`, `("supprimer_lignes", sheet, row, how many)`, `("inserer_colonnes", sheet, column number from
            1, how many)`, `("supprimer_colonnes", …)`, `("renommer", sheet, new name)`, `("deplacer", sheet, new
            position from 0)`, `("supprimer_feuille", sheet)`.
        mot_de_passe: the password of the sheets' and the workbook's protection.
        delai: seconds before the attempt is given up.

    Raises:
        ErreurLibreOffice: LibreOffice is missing, refused the file or an edit, or did not finish in time.
        ValueError: the result would overwrite the source.
    """
    interprete = python_uno()
    if interprete is None:
        raise ErreurLibreOffice("module uno introuvable : installer python3-uno")
    cible = _cible(source, format, dossier)
    with _profil(recalculer=True) as profil:
        produit = profil / cible.name
        demande = {
            "connexion": f"uno:pipe,name={profil.name};urp;StarOffice.ComponentContext",
            "source": source.resolve().as_uri(),
            "cible": produit.as_uri(),
            "filtre": _FILTRES[format],
            "editions": [[feuille, adresse, *_valeur(valeur)] for (feuille, adresse), valeur in editions.items()],
            "gestes": [list(geste) for geste in gestes],
            "mot_de_passe": mot_de_passe,
        }
        with _lancer(profil, [f"--accept=pipe,name={profil.name};urp;"]) as processus:
            try:
                script = subprocess.run(
                    [interprete, str(_SCRIPT_UNO)],
                    input=json.dumps(demande),
                    env=_environnement(),
                    capture_output=True,
                    encoding="utf-8",
                    timeout=delai,
                    check=False,
                )
                if script.returncode in (0, 2):  # served or refused: either way soffice was told to end
                    processus.wait(timeout=delai)
            except subprocess.TimeoutExpired as trop_long:
                raise ErreurLibreOffice(f"édition de {source.name} : plus de {delai:g} s") from trop_long
        if script.returncode != 0 or not produit.exists():
            raise ErreurLibreOffice(f"édition de {source.name} : {script.stderr.strip()}\n{_journal(profil)}".strip())
        return Path(shutil.move(produit, cible))


def pdf_en_png(pdf: Path, dossier: Path, pages: Sequence[int], *, points_par_pouce: int = 80) -> list[Path]:
    """Draw the given pages (numbered from 1) of `pdf`, one PNG each, in `dossier`."""
    dossier.mkdir(parents=True, exist_ok=True)
    images = [dossier / f"{pdf.stem}-{page}.png" for page in pages]
    for page, image in zip(pages, images, strict=True):
        commande = ["pdftoppm", "-png", "-singlefile", "-r", str(points_par_pouce), "-f", str(page), "-l", str(page)]
        trace = subprocess.run(
            [*commande, str(pdf), str(image.with_suffix(""))],
            capture_output=True,
            text=True,
            timeout=DELAI,
            check=False,
        )
        if trace.returncode != 0 or not image.exists():
            raise ErreurLibreOffice(f"{pdf.name}, page {page} : aucune image.\n{trace.stderr}")
    return images


def _cible(source: Path, extension: str, dossier: Path) -> Path:
    if not source.exists():
        raise ErreurLibreOffice(f"fichier introuvable : {source}")
    cible = dossier.resolve() / f"{source.stem}.{extension}"
    if cible == source.resolve():
        raise ValueError(f"le résultat écraserait la source : {cible}")
    cible.parent.mkdir(parents=True, exist_ok=True)
    return cible


def _valeur(valeur: object) -> tuple[str, object]:
    """Type tag and JSON value, as `uno_editer.py` expects them (`bool` before `int`, `datetime` before `date`)."""
    match valeur:
        case None:
            return "vide", None
        case bool():
            return "booleen", valeur
        case int() | float() | Decimal():
            return "nombre", float(valeur)
        case datetime():
            return "date_heure", valeur.replace(tzinfo=None).isoformat()
        case date():
            return "date", f"{valeur.isoformat()}T00:00:00"
        case str():
            return "texte", valeur
    raise TypeError(f"valeur de cellule inattendue : {valeur!r}")


@contextmanager
def _profil(*, recalculer: bool) -> Iterator[Path]:
    """A fresh LibreOffice profile, erased at the end; its name is unique, and names the pipe too."""
    with tempfile.TemporaryDirectory(prefix=PREFIXE_PROFIL, ignore_cleanup_errors=True) as dossier:
        profil = Path(dossier)
        (profil / "user").mkdir()
        reglages = _REGLAGES.format(recalcul=_RECALCUL if recalculer else "")
        (profil / "user" / "registrymodifications.xcu").write_text(reglages, encoding="utf-8")
        yield profil


@contextmanager
def _lancer(profil: Path, arguments: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Start `soffice` on `profil` in a process group of its own; at the end, kill what is left of the group."""
    executable = soffice()
    if executable is None:
        raise ErreurLibreOffice("soffice introuvable : installer libreoffice-calc")
    options = ["--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo"]
    with (profil / "journal.txt").open("wb") as journal:
        processus = subprocess.Popen(
            [executable, f"-env:UserInstallation={profil.as_uri()}", *options, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=journal,
            stderr=subprocess.STDOUT,
            env=_environnement(),
            start_new_session=True,
        )
    try:
        yield processus
    finally:
        with contextlib.suppress(ProcessLookupError):  # everything ended by itself, as it should
            os.killpg(processus.pid, signal.SIGKILL)
        processus.wait()


def _environnement() -> dict[str, str]:
    """The caller's environment, less what would leak into Debian's Python or open a window."""
    propres = {"PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "DISPLAY"}
    garde = {nom: valeur for nom, valeur in os.environ.items() if nom not in propres}
    return garde | {"SAL_USE_VCLPLUGIN": "svp"}


def _journal(profil: Path) -> str:
    return (profil / "journal.txt").read_text(encoding="utf-8", errors="replace").strip()
