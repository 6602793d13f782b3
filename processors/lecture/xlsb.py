"""Sheet name → worksheet part in a binary package (.xlsb), and the cell formats that show dates."""

from collections.abc import Mapping
from struct import error as StructError
from struct import unpack_from

from .balayage import Balayage
from .biff12 import balayer_feuille, enregistrements, texte_large
from .dates import FORMATS_DATES, FORMATS_DUREES, nature
from .erreurs import corrompu
from .ooxml import Parties, partie_principale, relations

_DEBUT_FEUILLE = b"\x81\x01"
_FEUILLE, _PROPRIETES, _REFERENCES_FEUILLES = 156, 153, 362
_FORMAT, _DEBUT_XFS, _FIN_XFS, _XF = 44, 617, 618, 47


def _styles(octets: bytes) -> tuple[set[int], set[int]]:
    """Indexes of the cell formats that show a date, and of those that show a duration."""
    dates, durees = set(FORMATS_DATES), set(FORMATS_DUREES)
    xf_dates: set[int] = set()
    xf_durees: set[int] = set()
    index = -1
    for genre, debut, _ in enregistrements(octets):
        if genre == _FORMAT:
            (identifiant,) = unpack_from("<H", octets, debut)
            {"date": dates, "duree": durees}.get(nature(texte_large(octets, debut + 2)[0]), set()).add(identifiant)
        elif genre == _DEBUT_XFS:
            index = 0
        elif genre == _FIN_XFS:
            break
        elif genre == _XF and index >= 0:
            (identifiant,) = unpack_from("<H", octets, debut + 2)
            if identifiant in dates:
                xf_dates.add(index)
            elif identifiant in durees:
                xf_durees.add(index)
            index += 1
    return xf_dates, xf_durees


def _classeur(octets: bytes) -> tuple[dict[str, str], bool]:
    """Relationship identifier by sheet name, and whether serial dates start in 1904."""
    feuilles: dict[str, str] = {}
    base_1904 = False
    for genre, debut, fin in enregistrements(octets):
        if genre == _REFERENCES_FEUILLES and 12 * unpack_from("<I", octets, debut)[0] > fin - debut:
            raise corrompu("il déclare un nombre de références démesuré")  # calamine 0.9.1 would reserve the memory
        if genre == _FEUILLE:
            relation, suite = texte_large(octets, debut + 8)
            feuilles[texte_large(octets, suite)[0]] = relation
        elif genre == _PROPRIETES:
            base_1904 = bool(octets[debut] & 1)
    return feuilles, base_1904


def balayer_xlsb(contenu: Mapping[str, bytes]) -> tuple[dict[str, Balayage], list[Balayage]]:
    """Scans by sheet name, and all the scans including those of parts that no sheet names.

    Raises LectureImpossible: FICHIER-CORROMPU, XLSB-INHABITUEL.
    """
    parties = Parties(contenu)
    principale = partie_principale(parties)
    cibles = relations(parties, principale)
    styles = next((cible for cible in cibles.values() if cible.lower().endswith("styles.bin")), None)
    try:
        dates, durees = _styles(parties.lire(styles)) if styles else (set(), set())
        noms, base_1904 = _classeur(parties.lire(principale))
    except (IndexError, StructError) as erreur:
        raise corrompu("sa structure interne est tronquée") from erreur
    feuilles: dict[str, Balayage] = {
        nom: balayer_feuille(octets, dates, durees, base_1904)
        for nom, octets in contenu.items()
        if nom.lower().endswith(".bin") and octets.startswith(_DEBUT_FEUILLE)
    }
    par_nom = {nom: feuilles[cibles[rel]] for nom, rel in noms.items() if cibles.get(rel) in feuilles}
    return par_nom, list(feuilles.values())
