"""The one exception of this package: a file that cannot be read, said in words for its sender."""


class LectureImpossible(Exception):
    """A file that is refused or cannot be read.

    `code` is stable ('FICHIER-CHIFFRE', …) and raised in exactly one place; `message_fr` says what is wrong in whole
    sentences. What to do about it is the remedy of the code in the catalogue of findings, and nowhere else.
    """

    def __init__(self, code: str, message_fr: str) -> None:
        super().__init__(code, message_fr)
        self.code = code
        self.message_fr = message_fr

    def __str__(self) -> str:
        return f"{self.code}\u00a0: {self.message_fr}"


def corrompu(detail: str) -> LectureImpossible:
    """The refusal of a damaged file; `detail` ends the sentence (« … est endommagé ou incomplet : detail. »)."""
    return LectureImpossible("FICHIER-CORROMPU", f"Le fichier est endommagé ou incomplet\u00a0: {detail}.")


def chiffre() -> LectureImpossible:
    """The refusal of a file that needs a password to open."""
    return LectureImpossible(
        "FICHIER-CHIFFRE",
        "Le fichier est protégé par un mot de passe à l’ouverture\u00a0: il ne peut pas être lu.",
    )


def inconnu(constat: str) -> LectureImpossible:
    """The refusal of a file that is not a workbook; `constat` is a sentence saying what it is."""
    return LectureImpossible("FORMAT-INCONNU", constat)
