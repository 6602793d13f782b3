"""Edits a workbook through LibreOffice's API. Run by the Python that has `uno`, with one JSON request on stdin.

See `tests.support.libreoffice.editer` for the request. Standard library and `uno` only: this is not the project's venv.
"""

import contextlib
import json
import sys
import time
from datetime import datetime

import uno
from com.sun.star.connection import NoConnectException
from com.sun.star.lang import DisposedException

ATTENTE_CONNEXION = 60.0
CONTENU = 1 | 2 | 4 | 16  # com.sun.star.sheet.CellFlags: VALUE, DATETIME, STRING, FORMULA
FORMATS = {"date": 2, "date_heure": 6, "booleen": 1024}  # com.sun.star.util.NumberFormat: DATE, DATETIME, LOGICAL


class DemandeImpossible(Exception):
    """The request names a sheet or a cell that the workbook refuses."""


def propriete(nom, valeur):
    """One named argument of LibreOffice's API."""
    structure = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
    structure.Name, structure.Value = nom, valeur
    return structure


def connecter(adresse):
    """Wait for the soffice that is starting, and return its desktop."""
    local = uno.getComponentContext()
    resolveur = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    echeance = time.monotonic() + ATTENTE_CONNEXION
    while True:
        try:
            contexte = resolveur.resolve(adresse)
            break
        except NoConnectException:
            if time.monotonic() > echeance:
                raise
            time.sleep(0.05)
    return contexte.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", contexte)


class Classeur:
    """An open workbook, and what must be put back as it was before saving."""

    def __init__(self, document, mot_de_passe):
        self.document = document
        self.feuilles = document.Sheets
        self.mot_de_passe = mot_de_passe
        self.a_reproteger = []

    def feuille(self, nom):
        """The sheet of that name."""
        if not self.feuilles.hasByName(nom):
            raise DemandeImpossible(f"feuille inconnue : {nom!r} ; feuilles : {', '.join(self.feuilles.ElementNames)}")
        return self.feuilles.getByName(nom)

    def deverrouiller(self, protege):
        """Unprotect a sheet or the workbook until `reproteger`."""
        if protege.isProtected():
            protege.unprotect(self.mot_de_passe)
            if protege.isProtected():
                raise DemandeImpossible("protégé par un autre mot de passe")
            self.a_reproteger.append(protege)

    def reproteger(self):
        """Put every protection back."""
        for protege in self.a_reproteger:
            protege.protect(self.mot_de_passe)

    def ecrire(self, nom, adresse, nature, valeur):
        """Write one value in one cell."""
        feuille = self.feuille(nom)
        cellule = feuille.getCellRangeByName(adresse)
        if cellule.CellProtection.IsLocked:
            self.deverrouiller(feuille)
        if nature == "vide":
            cellule.clearContents(CONTENU)
        elif nature == "texte":
            cellule.setString(valeur)
        else:
            cellule.setValue(self.serie(valeur) if nature in ("date", "date_heure") else float(valeur))
            if nature in FORMATS:
                self.formater(cellule, FORMATS[nature])

    def serie(self, iso):
        """Serial number of a date and time, counted from the workbook's own origin."""
        origine = self.document.NullDate
        ecart = datetime.fromisoformat(iso) - datetime(origine.Year, origine.Month, origine.Day)
        return ecart.days + ecart.seconds / 86400

    def formater(self, cellule, genre):
        """Give the cell the standard format of a kind of number, unless its format is already of that kind."""
        formats = self.document.NumberFormats
        if not formats.getByKey(cellule.NumberFormat).Type & genre:
            cellule.NumberFormat = formats.getStandardFormat(genre, uno.createUnoStruct("com.sun.star.lang.Locale"))

    def inserer_lignes(self, nom, ligne, nombre):
        """Insert rows before `ligne`, numbered from 1."""
        self.deverrouiller(self.feuille(nom))
        self.feuille(nom).Rows.insertByIndex(ligne - 1, nombre)

    def supprimer_lignes(self, nom, ligne, nombre):
        """Delete rows from `ligne`, numbered from 1."""
        self.deverrouiller(self.feuille(nom))
        self.feuille(nom).Rows.removeByIndex(ligne - 1, nombre)

    def inserer_colonnes(self, nom, colonne, nombre):
        """Insert columns before `colonne`, numbered from 1."""
        self.deverrouiller(self.feuille(nom))
        self.feuille(nom).Columns.insertByIndex(colonne - 1, nombre)

    def supprimer_colonnes(self, nom, colonne, nombre):
        """Delete columns from `colonne`, numbered from 1."""
        self.deverrouiller(self.feuille(nom))
        self.feuille(nom).Columns.removeByIndex(colonne - 1, nombre)

    def renommer(self, nom, nouveau):
        """Rename a sheet."""
        self.deverrouiller(self.document)
        self.feuille(nom).Name = nouveau

    def deplacer(self, nom, position):
        """Move a sheet before the one at `position`, counted from 0."""
        self.deverrouiller(self.document)
        self.feuille(nom)
        self.feuilles.moveByName(nom, position)

    def supprimer_feuille(self, nom):
        """Delete a sheet."""
        self.deverrouiller(self.document)
        self.a_reproteger = [protege for protege in self.a_reproteger if protege != self.feuille(nom)]
        self.feuilles.removeByName(nom)


GESTES = {
    methode.__name__: methode
    for methode in (
        Classeur.inserer_lignes,
        Classeur.supprimer_lignes,
        Classeur.inserer_colonnes,
        Classeur.supprimer_colonnes,
        Classeur.renommer,
        Classeur.deplacer,
        Classeur.supprimer_feuille,
    )
}


def traiter(bureau, demande):
    """Open, edit, recalculate, save."""
    document = bureau.loadComponentFromURL(demande["source"], "_blank", 0, (propriete("Hidden", True),))
    if document is None or not hasattr(document, "Sheets"):
        raise DemandeImpossible("LibreOffice ne lit pas ce fichier comme un classeur")
    try:
        classeur = Classeur(document, demande["mot_de_passe"])
        for edition in demande["editions"]:
            classeur.ecrire(*edition)
        for nom, *arguments in demande["gestes"]:
            if nom not in GESTES:
                raise DemandeImpossible(f"geste inconnu : {nom!r} ; gestes : {', '.join(GESTES)}")
            GESTES[nom](classeur, *arguments)
        document.calculateAll()
        classeur.reproteger()
        document.storeToURL(demande["cible"], (propriete("FilterName", demande["filtre"]),))
    finally:
        document.close(True)


def principal():
    """Serve the request read on stdin; exit 2 with one line on stderr when it cannot be served."""
    demande = json.load(sys.stdin)
    bureau = connecter(demande["connexion"])
    try:
        traiter(bureau, demande)
    except DemandeImpossible as refus:
        print(refus, file=sys.stderr)
        sys.exit(2)
    finally:
        with contextlib.suppress(DisposedException):  # the bridge may break while soffice ends
            bureau.terminate()


if __name__ == "__main__":
    principal()
