"""The manifest of the Office.js add-in: the XML file that an administrator gives to Excel, and its offline check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib import resources
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, UUID, uuid5
from xml.etree.ElementTree import Element, ParseError

from defusedxml.ElementTree import fromstring
from jinja2 import Environment, StrictUndefined

ESPACE = "BILAN"
"""Name in front of the functions in Excel: =BILAN.ETPR(…)."""

ICONES = (16, 32, 64, 80)
VERSION = "1.0.0.0"

OFFICE = "{http://schemas.microsoft.com/office/appforoffice/1.1}"
SURCHARGE = "{http://schemas.microsoft.com/office/taskpaneappversionoverrides}"
TYPES = "{http://schemas.microsoft.com/office/officeappbasictypes/1.0}"

ORDRE = (
    "Id",
    "Version",
    "ProviderName",
    "DefaultLocale",
    "DisplayName",
    "Description",
    "IconUrl",
    "HighResolutionIconUrl",
    "SupportUrl",
    "AppDomains",
    "Hosts",
    "Requirements",
    "DefaultSettings",
    "Permissions",
    "VersionOverrides",
)
"""The elements of a task pane add-in, in the order of the published schema, as this manifest uses them."""

_LONGUEURS = {"ShortStrings": 125, "LongStrings": 250}
_RESID_MAXIMUM = 32
_TITRE_MAXIMUM = 125
_ESPACE = re.compile(r"[A-Z][A-Z0-9_]{0,31}")


def manifeste(url: str, espace: str = ESPACE) -> str:
    """The manifest of an add-in served at `url` (https, without a final slash).

    Its identifier follows from the address: the same server keeps the same add-in. Raise ValueError for an address that
    is not https or a name of functions that Excel refuses.
    """
    adresse = url.rstrip("/")
    parties = urlsplit(adresse)
    if parties.scheme != "https" or not parties.netloc:
        raise ValueError(f"Excel n’accepte qu’une adresse en https\u00a0: {url}")
    if not _ESPACE.fullmatch(espace):
        raise ValueError(f"nom d’espace refusé par Excel\u00a0: {espace}")
    modele = resources.files("xl_addin").joinpath("web", "manifeste.xml.j2").read_text(encoding="utf-8")
    gabarit = Environment(autoescape=True, undefined=StrictUndefined).from_string(modele)
    identifiant = uuid5(NAMESPACE_URL, adresse)
    return gabarit.render(url=adresse, identifiant=identifiant, espace=espace, version=VERSION)


def defauts(texte: str) -> list[str]:
    """What is wrong with the structure of a manifest, as far as can be told offline; empty when all is well.

    Checked: well-formed, elements present and in order, identifier, addresses in https, references to resources,
    lengths of names. Source: Microsoft's reference of the add-in only manifest, schema 1.1.
    """
    try:
        racine: Element = fromstring(texte)
    except ParseError as erreur:
        return [f"XML mal formé\u00a0: {erreur}"]
    return [*_structure(racine), *_adresses(racine), *_references(racine), *_longueurs(racine)]


def _structure(racine: Element) -> Iterator[str]:
    if racine.tag != f"{OFFICE}OfficeApp":
        yield f"racine inattendue\u00a0: {racine.tag}"
    enfants = tuple(enfant.tag.rpartition("}")[2] for enfant in racine)
    if enfants != ORDRE:
        yield f"éléments ou ordre inattendus\u00a0: {', '.join(enfants)}"
    try:
        UUID(racine.findtext(f"{OFFICE}Id", ""))
    except ValueError:
        yield "Id n’est pas un GUID"
    if racine.find(f".//{SURCHARGE}ExtensionPoint[@xsi:type='CustomFunctions']", _XSI) is None:
        yield "point d’extension CustomFunctions absent"


_XSI = {"xsi": "http://www.w3.org/2001/XMLSchema-instance"}


def _adresses(racine: Element) -> Iterator[str]:
    noms = ("IconUrl", "HighResolutionIconUrl", "SupportUrl")
    elements = [*(racine.find(f"{OFFICE}{nom}") for nom in noms), *racine.iter(f"{OFFICE}SourceLocation")]
    ressources = [*racine.iter(f"{TYPES}Url"), *racine.iter(f"{TYPES}Image")]
    for element in (*elements, *(ressource for ressource in ressources if "DefaultValue" in ressource.attrib)):
        adresse = "" if element is None else element.get("DefaultValue", "")
        if urlsplit(adresse).scheme != "https":
            yield f"adresse qui n’est pas en https\u00a0: «\u00a0{adresse}\u00a0»"


def _references(racine: Element) -> Iterator[str]:
    definis = (element for element in racine.iter() if "DefaultValue" in element.attrib)
    declares = {element.get("id", "") for element in definis} - {""}
    utilises = {element.get("resid", "") for element in racine.iter() if element.get("resid")}
    yield from (f"ressource absente\u00a0: {nom}" for nom in sorted(utilises - declares))
    yield from (f"ressource inutile\u00a0: {nom}" for nom in sorted(declares - utilises))
    yield from (f"nom de ressource trop long\u00a0: {nom}" for nom in sorted(declares) if len(nom) > _RESID_MAXIMUM)


def _longueurs(racine: Element) -> Iterator[str]:
    titre = racine.find(f"{OFFICE}DisplayName")
    if titre is None or not 0 < len(titre.get("DefaultValue", "")) <= _TITRE_MAXIMUM:
        yield "DisplayName vide ou trop long"
    for groupe, limite in _LONGUEURS.items():
        for chaine in racine.iterfind(f".//{TYPES}{groupe}/{TYPES}String"):
            if len(chaine.get("DefaultValue", "")) > limite:
                yield f"{chaine.get('id')} dépasse {limite} caractères"
