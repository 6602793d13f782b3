"""An opened file: its kind by content, its parts inflated once, shared by the gate, the scans and the value reader."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from stat import S_ISREG

from .balayage import Balayage
from .conteneur import decompresser, recomposer
from .erreurs import LectureImpossible, chiffre, inconnu
from .limites import Limites
from .ods import balayer_ods
from .ooxml import balayer_ooxml
from .xlsb import balayer_xlsb
from .xml_sur import verifier_xml

_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF_NU = (b"\x09\x08", b"\x09\x04\x06\x00", b"\x09\x02\x06\x00", b"\x09\x00\x04\x00")
_TYPES = (
    (b"application/vnd.ms-excel.sheet.binary.macroEnabled.main", "xlsb"),
    (b"application/vnd.ms-excel.sheet.macroEnabled.main+xml", "xlsm"),
    (b"application/vnd.ms-excel.template.macroEnabled.main+xml", "xlsm"),
    (b"application/vnd.ms-excel.addin.macroEnabled.main+xml", "xlsm"),
    (b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "xlsx"),
    (b"application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml", "xlsx"),
)
_XML = (".xml", ".rels", ".vml")
_SANS_VALEUR = ("/media/", "/drawings/", "/embeddings/", "/printersettings/", "vbaproject.bin", "pictures/")


@dataclass(frozen=True)
class Archive:
    """A file that passed the checks of its container.

    `format` is 'xlsx', 'xlsm', 'xlsb' or 'ods', by content; `parties` maps part names to inflated bytes.
    """

    chemin: Path
    format: str
    parties: Mapping[str, bytes]
    limites: Limites

    @cached_property
    def _balayages(self) -> tuple[dict[str, Balayage], list[Balayage]]:
        balayer = {"ods": balayer_ods, "xlsb": balayer_xlsb}.get(self.format, balayer_ooxml)
        return balayer(self.parties)

    @property
    def balayages(self) -> Mapping[str, Balayage]:
        """Scan by sheet name. Raises LectureImpossible on a broken package."""
        return self._balayages[0]

    def refuser_hors_limites(self) -> None:
        """Checks every sheet, named by the workbook or not; the second call costs nothing.

        Raises LectureImpossible: CELLULE-LOINTAINE, FUSION-DEMESUREE, FICHIER-CORROMPU, XLSB-INHABITUEL.
        """
        return self._refus

    @cached_property
    def _refus(self) -> None:
        for balayage in self._balayages[1]:
            etendue = balayage.etendue(self.limites.lignes_max, self.limites.colonnes_max)
            refuser_lointaine(etendue.lignes, etendue.colonnes, 0, self.limites)
            _refuser_fusion(balayage.surface_fusionnee, self.limites)

    def pour_lecture(self) -> bytes:
        """A stored zip of the checked parts that hold values, for the value reader."""
        return recomposer(
            {nom: octets for nom, octets in self.parties.items() if not any(m in nom.lower() for m in _SANS_VALEUR)}
        )


def refuser_lointaine(lignes: int, colonnes: int, surface: int, limites: Limites) -> None:
    """Refuses a sheet whose extent, or a workbook whose total area `surface`, exceeds the limits.

    Raises LectureImpossible (CELLULE-LOINTAINE).
    """
    if lignes > limites.lignes_max or colonnes > limites.colonnes_max or surface > limites.surface_max:
        raise LectureImpossible(
            "CELLULE-LOINTAINE",
            "Une feuille contient des cellules remplies ou mises en forme très loin des tableaux "
            f"(ligne {lignes}, colonne {colonnes}\u00a0; limites\u00a0: {limites.lignes_max} lignes, "
            f"{limites.colonnes_max} colonnes, {limites.surface_max} cellules en tout).",
        )


def _refuser_fusion(surface: int, limites: Limites) -> None:
    if surface > limites.surface_fusionnee_max:
        raise LectureImpossible(
            "FUSION-DEMESUREE",
            "Une feuille contient des cellules fusionnées sur une étendue démesurée.",
        )


def ouvrir(chemin: Path, limites: Limites | None = None) -> Archive:
    """Reads a file into memory and inflates it under caps; no spreadsheet parser is involved.

    Raises LectureImpossible: FICHIER-ABSENT, FICHIER-ILLISIBLE, FICHIER-VIDE, FICHIER-TROP-GROS, FICHIER-XLS,
    FICHIER-CHIFFRE, FORMAT-INCONNU, ENTITE-XML, ENCODAGE-XML, and those of `decompresser`.
    """
    limites = limites or Limites()
    octets = lire_octets(chemin, limites)
    if octets.startswith(_OLE2):
        raise _refus_ole2(octets)
    if octets.startswith(_BIFF_NU):
        raise _refus_xls()
    if not octets.startswith(b"PK"):
        raise inconnu("Ce fichier n’est pas un classeur.")
    parties = decompresser(octets, limites)
    format_ = _format(parties)
    if b"encryption-data" in parties.get("META-INF/manifest.xml", b""):
        raise chiffre()  # before its parts are looked at: they are no longer XML
    for nom, contenu in parties.items():
        if nom.lower().endswith(_XML):
            verifier_xml(contenu, nom)
    return Archive(chemin, format_, parties, limites)


def lire_octets(chemin: Path, limites: Limites) -> bytes:
    """The bytes of a file. Raises LectureImpossible: FICHIER-ABSENT, -ILLISIBLE, -VIDE, -TROP-GROS."""
    try:
        etat = chemin.stat()
        if not S_ISREG(etat.st_mode):
            raise _illisible("ce n’est pas un fichier")
        if etat.st_size > limites.taille_max:
            raise LectureImpossible(
                "FICHIER-TROP-GROS",
                f"Le fichier pèse {etat.st_size / 1e6:.0f} Mo, au-delà de la limite de {limites.taille_max / 1e6:.0f} "
                "Mo.",
            )
        octets = chemin.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as erreur:
        motif = f"Le fichier «\u00a0{chemin.name}\u00a0» est introuvable."
        raise LectureImpossible("FICHIER-ABSENT", motif) from erreur
    except PermissionError as erreur:
        raise _illisible("l’accès en est refusé") from erreur
    except OSError as erreur:
        raise _illisible("le disque ou le réseau ne répond pas") from erreur
    if not octets:
        raise LectureImpossible(
            "FICHIER-VIDE",
            "Le fichier est vide (0 octet)\u00a0: l’enregistrement ou l’envoi a échoué.",
        )
    return octets


def _illisible(cause: str) -> LectureImpossible:
    return LectureImpossible("FICHIER-ILLISIBLE", f"Le fichier ne peut pas être ouvert\u00a0: {cause}.")


def _refus_xls() -> LectureImpossible:
    return LectureImpossible(
        "FICHIER-XLS",
        "Le fichier est à l’ancien format Excel 97-2003 (.xls), qui n’est pas accepté.",
    )


def _refus_ole2(octets: bytes) -> LectureImpossible:
    """OLE2 holds an encrypted .xlsx ([MS-OFFCRYPTO] 2.3.4.4), an old .xls, or something else ([MS-CFB])."""
    if "EncryptedPackage".encode("utf-16-le") in octets:
        return chiffre()
    if any(flux.encode("utf-16-le") + b"\0\0" in octets for flux in ("Workbook", "Book")):
        return _refus_xls()
    return inconnu("Ce fichier est un ancien document bureautique, pas un classeur.")


def _format(parties: Mapping[str, bytes]) -> str:
    minuscules = {nom.lower(): nom for nom in parties}
    if "mimetype" in parties:
        if parties["mimetype"].strip().startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
            return "ods"
        raise inconnu("Ce fichier est un document OpenDocument, mais pas un classeur.")
    types = parties.get(minuscules.get("[content_types].xml", ""), b"")
    for marque, format_ in _TYPES:
        if marque in types:
            return format_
    raise inconnu("Ce fichier est un document Office ou une archive zip, mais pas un classeur.")
