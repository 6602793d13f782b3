"""The one exception of this package: a file that cannot be read, said in words for its sender."""


class LectureImpossible(Exception):
    """A file that is refused or cannot be read.

    `code` is stable ('FICHIER-CHIFFRE', …) and raised in exactly one place; `message_fr` says what is wrong and what
    to do about it.
    """

    def __init__(self, code: str, message_fr: str) -> None:
        super().__init__(code, message_fr)
        self.code = code
        self.message_fr = message_fr

    def __str__(self) -> str:
        return f"{self.code} : {self.message_fr}"


def corrompu(detail: str) -> LectureImpossible:
    """The refusal of a damaged file; `detail` ends the first sentence (« … est endommagé : detail. »)."""
    return LectureImpossible(
        "FICHIER-CORROMPU",
        f"Le fichier est endommagé ou incomplet : {detail}. Rouvrez l’original dans votre tableur, enregistrez-le de "
        "nouveau au format .xlsx, puis renvoyez-le ; s’il a été reçu ou téléchargé, recommencez le téléchargement.",
    )


def chiffre() -> LectureImpossible:
    """The refusal of a file that needs a password to open."""
    return LectureImpossible(
        "FICHIER-CHIFFRE",
        "Le fichier est protégé par un mot de passe à l’ouverture, il ne peut pas être lu. Ouvrez-le dans votre "
        "tableur, retirez le mot de passe (Fichier > Informations > Protéger le classeur > Chiffrer avec mot de "
        "passe), enregistrez-le, puis renvoyez-le.",
    )


def inconnu(constat: str) -> LectureImpossible:
    """The refusal of a file that is not a workbook; `constat` is a sentence saying what it is."""
    return LectureImpossible(
        "FORMAT-INCONNU",
        f"{constat} Les formats acceptés sont .xlsx, .xlsm, .xlsb et .ods. Changer l’extension du fichier ne suffit "
        "pas : ouvrez-le dans votre tableur et enregistrez-le au format .xlsx.",
    )
