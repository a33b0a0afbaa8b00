"""The options that LimeSurvey offers by itself, in the languages whose words are known here."""

from collections.abc import Mapping

Words = Mapping[str, str]

_LANGUAGES = ("en", "de", "fr", "it", "nb", "sv", "pl", "he")


def _words(*texts: str) -> Words:
    return dict(zip(_LANGUAGES, texts, strict=True))


YES = _words("Yes", "Ja", "Oui", "Sì", "Ja", "Ja", "Tak", "כן")
NO = _words("No", "Nein", "Non", "No", "Nei", "Nej", "Nie", "לא")
UNCERTAIN = _words(
    "Uncertain", "Unsicher", "Sans opinion", "Incerto", "Usikker", "Osäker", "Nie jestem pewien", "לא בטוח"
)
FEMALE = _words("Female", "Weiblich", "Femme", "Donna", "Kvinne", "Kvinna", "Kobieta", "נקבה")
MALE = _words("Male", "Männlich", "Homme", "Uomo", "Mann", "Man", "Mężczyzna", "זכר")
INCREASE = _words("Increase", "Zunahme", "Augmente", "Aumento", "Øker", "Ökar", "Wzrost", "עלייה")
SAME = _words("Same", "Gleich", "Sans changement", "Uguale", "Likt", "Oförändrat", "Bez zmian", "ללא שינוי")
DECREASE = _words("Decrease", "Abnahme", "Diminue", "Diminuzione", "Avtar", "Minskar", "Spadek", "ירידה")
OTHER = _words("Other", "Sonstiges", "Autre", "Altro", "Annet", "Annat", "Inne", "אחר")
COMMENT = _words("Comment", "Kommentar", "Commentaire", "Commento", "Kommentar", "Kommentar", "Komentarz", "הערה")

OPTIONS: Mapping[str, tuple[tuple[str, Words], ...]] = {
    "Y": (("Y", YES), ("N", NO)),
    "G": (("F", FEMALE), ("M", MALE)),
    "C": (("Y", YES), ("U", UNCERTAIN), ("N", NO)),
    "E": (("I", INCREASE), ("S", SAME), ("D", DECREASE)),
    "A": tuple((str(number), {"*": str(number)}) for number in range(1, 6)),
    "B": tuple((str(number), {"*": str(number)}) for number in range(1, 11)),
}
"""LimeSurvey question type -> code and words of each option; `*` is the same in every language."""


def in_language(words: Words, tag: str) -> str | None:
    """The words in a language, `de-x-informal` taking those of `de`; None when they are not known."""
    return words.get("*") or words.get(tag) or words.get(tag.split("-", 1)[0])
