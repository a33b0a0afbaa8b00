"""Neutral sentences that simulated respondents write. Nobody said them."""

SENTENCES = {
    "en": (
        "Shorter waiting times would help.",
        "Clear information in plain words.",
        "One person to call with questions.",
        "More support for families.",
        "It depends on where you live.",
    ),
    "nb": (
        "Kortere ventetid ville hjelpe.",
        "Tydelig informasjon med enkle ord.",
        "Mer støtte til familiene.",
        "Det kommer an på hvor man bor.",
    ),
    "sv": (
        "Kortare väntetider skulle hjälpa.",
        "Tydlig information med enkla ord.",
        "Mer stöd till familjerna.",
        "Det beror på var man bor.",
    ),
    "de": (
        "Kürzere Wartezeiten würden helfen.",
        "Klare Informationen in einfachen Worten.",
        "Mehr Unterstützung für Familien.",
        "Das hängt davon ab, wo man wohnt.",
    ),
    "fr": (
        "Des délais d’attente plus courts aideraient.",
        "Des informations claires, en mots simples.",
        "Plus de soutien pour les familles.",
        "Cela dépend de l’endroit où l’on vit.",
    ),
    "it": (
        "Tempi di attesa più brevi aiuterebbero.",
        "Informazioni chiare, con parole semplici.",
        "Più sostegno alle famiglie.",
        "Dipende da dove si vive.",
    ),
    "pl": (
        "Krótszy czas oczekiwania by pomógł.",
        "Jasne informacje, prostym językiem.",
        "Więcej wsparcia dla rodzin.",
        "To zależy od miejsca zamieszkania.",
    ),
    "he": (
        "זמני המתנה קצרים יותר יעזרו.",
        "מידע ברור במילים פשוטות.",
        "יותר תמיכה במשפחות.",
        "זה תלוי במקום המגורים.",
    ),
}
SHAPED = ("12345", "1234", "A1", "+47 22 12 34 56", "0221234567", "name@example.org", "https://example.org", "Anna")
"""Tried where a pattern refuses a sentence."""


def sentences(language: str) -> tuple[str, ...]:
    """In the language, without its region or variant; in English where there are none."""
    return SENTENCES.get(language, SENTENCES.get(language.partition("-")[0], SENTENCES["en"]))
