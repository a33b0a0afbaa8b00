"""Small word lists: negation, address, and which end of a scale a label stands at.

Negators and pronouns are closed classes; the lists hold those that the reference grammars name and leave out forms
that are also other words. en: Huddleston & Pullum, The Cambridge Grammar of the English Language. de: Duden, Die
Grammatik. fr: Grevisse & Goosse, Le bon usage. it: Serianni, Grammatica italiana. pl: Bańko, Wykłady z polskiej
fleksji. sv: Svenska Akademiens grammatik. nb: Faarlund, Lie & Vannebo, Norsk referansegrammatikk. he: Coffin &
Bolozky, A Reference Grammar of Modern Hebrew. Others: the T-V lists of Helmbrecht, WALS chapter 45.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

_NEGATION: Mapping[str, str] = {
    "en": r"not|no|never|none|nobody|nothing|nowhere|neither|nor|cannot|without|\w+n['’]t",
    "de": r"nein|nicht|nie|niemals|niemand\w*|nichts|nirgends|kein\w*|weder|ohne",
    "fr": r"pas|jamais|aucune?s?|rien|ni|sans|non|nul(?:le)?s?",
    "it": r"non|no|mai|nessun\w*|niente|nulla|né|senza",
    "pl": r"nie|nigdy|nikt|nikogo|nic|niczego|żad\w*|ani|bez|nigdzie",
    "sv": r"inte|ej|aldrig|ingen|inget|inga|ingenting|utan|varken|nej",
    "nb": r"ikke|aldri|ingen|ingenting|uten|verken|nei|intet",
    "da": r"ikke|aldrig|ingen|intet|uden|hverken|nej",
    "nl": r"niet|nooit|geen|niemand|niets|nergens|zonder|noch|nee",
    "es": r"no|nunca|jamás|ning[uú]n\w*|nada|nadie|ni|sin",
    "pt": r"não|nunca|jamais|nenhum\w*|nada|ninguém|nem|sem",
    "ro": r"nu|niciodată|nici\w*|nimic|nimeni|fără|n-am|n-a",
    "fi": r"ei|en|et|emme|ette|eivät|älä|älkää|ilman|\w{3,}m[aä]tt[aäo]\w*",
    "cs": r"ne\w{2,}|ne|nikdy|nikdo|nic|žádn\w*|ani|bez",
    "he": r"לא|אין|אינ[והםן]|אינני|אף|בלי|ללא|שום|מעולם|לעולם|\w?לא",
}
"""Whole words that negate, by language, as a regular expression."""

_HALF: Mapping[str, str] = {
    "en": r"disagree\w*|un(?:able|paid|fair\w*|likely|sure|certain|happy|known)|dissatisfied|lack|little|few|hardly",
    "de": r"wenig\w*|kaum|un\w{4,}|\w*mangel|fehl\w+|gering\w*",
    "fr": r"peu|manque|im(?:possible|probable)|in(?:satisf|égal|just|certain|conn)\w*|désaccord|personne",
    "it": r"poc\w+|mancanza|im(?:possibile|probabile)|in(?:soddisf|giust|cert)\w*|disaccordo|scars\w*",
    "pl": r"mał[oy]\w*|brak\w*|nie\w{3,}|wcale|niewiel\w*",
    "sv": r"lite|\w*brist|o(?:sannolik|möjlig|nöjd|säk|rättv)\w*|missnöjd\w*|knappt",
    "nb": r"lite|\w*mangel|u(?:sannsynlig|mulig|enig|sikk|rettferd|betalt|lønn)\w*|misfornøyd|knapt",
    "da": r"lidt|\w*mangel|u(?:sandsynlig|mulig|enig|sikk|retfærd|betalt|lønn)\w*|utilfreds|knap",
    "nl": r"weinig|gebrek|on(?:waarschijnlijk|mogelijk|eens|zeker|tevreden|eerlijk|betaald)\w*|nauwelijks",
    "es": r"poc\w+|falta|im(?:posible|probable)|in(?:satisf|just|cierto|segur)\w*|desacuerdo",
    "pt": r"pouc\w+|falta|im(?:possível|provável)|in(?:satisf|just|cert|segur)\w*|discord\w*",
    "ro": r"puțin\w*|lips\w+|im(?:posibil|probabil)|ne\w{4,}|dezacord|deloc",
    "fi": r"vähän|puute|epä\w+|tuskin|harva\w*|\w+t[oö]n",
    "cs": r"mál\w*|nedostatek|sotva",
    "he": r"מועט\w*|מעט|חוסר|מחוסר|היעדר|אי|כלל",
}
"""Words with a "no" inside, or almost a "no": they may stand for a negation in another language, or not."""

_FORMAL: Mapping[str, str] = {
    # Only inside a sentence, and with a capital: at its beginning it may be "they".
    "de": r"(?<=[\w,;:)] )(?:Sie|Ihnen|Ihr|Ihre[mnrs]?)\b",
    "fr": r"\b(?i:vous|votre|vos)\b",
    "it": r"(?<=[\w,;:)] )(?:Lei|La|Le|Suo|Sua|Suoi|Sue)\b",
    "pl": r"\b(?:Pan|Pana|Panu|Pani|Panią|Państw[aoue]\w*)\b",
    "sv": r"(?<=[\w,;:)] )(?:Ni|Er|Ert|Era)\b",
    "nb": r"(?<=[\w,;:)] )(?:De|Dem|Deres)\b",
    "da": r"(?<=[\w,;:)] )(?:De|Dem|Deres)\b",
    "nl": r"\b(?i:u|uw)\b",
    "es": r"\b(?i:usted|ustedes)\b",
    "ro": r"\b(?i:dumneavoastră|dvs)\b",
    "fi": r"\b(?i:te|teidän|teitä|teille|teillä)\b",
    "cs": r"\b(?i:vy|vás|vám|vámi|váš|vaš[eiíu]\w*)\b",
    "he": r"(?<!\w)(?:אתם|אתן|שלכם|לכם|אתכם|עליכם|מכם|בכם|דעתכם)(?!\w)",
}
_INFORMAL: Mapping[str, str] = {
    "de": r"\b(?i:du|dich|dir|dein|deine[mnrs]?)\b",
    "fr": r"\b(?i:tu|toi|tes)\b|\b[tT]['’](?=\w)",
    "it": r"\b(?i:tu|tuo|tua|tuoi|tue)\b",
    "pl": r"\b(?i:ty|ciebie|tobie|tobą|cię|twój|twoj\w*|twoi\w*)\b",
    "sv": r"\b(?i:du|dig|din|ditt|dina)\b",
    "nb": r"\b(?i:du|deg|din|ditt|dine)\b",
    "da": r"\b(?i:du|dig|din|dit|dine)\b",
    "nl": r"\b(?i:je|jij|jou|jouw)\b",
    "es": r"\b(?i:tú|ti|contigo|tuyo|tuya)\b",
    "ro": r"\b(?i:tu|tine|tău|ta|tăi|tale)\b",
    "fi": r"\b(?i:sinä|sinun|sinua|sinulle|sinulla)\b",
    "cs": r"\b(?i:ty|tebe|tobě|tebou|tvůj|tvoj\w*|tvá|tvé)\b",
    "he": r"(?<!\w)(?:אתה|שלך|לך|אותך|עליך|ממך|בך|דעתך)(?!\w)",
}
"""Address: the polite form and the familiar one; in Hebrew the plural and the singular."""

_LOW: Mapping[str, str] = {
    "en": r"disagree|not at all|never|very bad|bad|poor\w*|dissatisfied|unlikely|low\w*|little|worse|lowest|no trust",
    "de": r"nicht|überhaupt nicht|nie|schlecht\w*|unzufrieden|unwahrscheinlich|niedrig\w*|gering\w*|wenig\w*|lehne",
    "fr": r"pas|désaccord|jamais|mauvaise?s?|insatisfait\w*|improbable|faible\w*|peu|aucune?",
    "it": r"disaccordo|non|mai|per niente|per nulla|scars\w*|insoddisfatt\w*|improbabile|bass\w*|poco",
    "pl": r"nie|nigdy|wcale|źle|zł[aey]|niezadowol\w*|nisk\w*|mało|niewiele",
    "sv": r"inte|aldrig|dålig\w*|missnöjd|osannolikt|låg\w*|lite|lita",
    "nb": r"uenig|ikke|aldri|dårlig\w*|misfornøyd|usannsynlig|lav\w*|lite",
    "da": r"uenig|ikke|aldrig|dårlig\w*|utilfreds|usandsynlig|lav\w*|lidt",
    "nl": r"oneens|niet|nooit|slecht\w*|ontevreden|onwaarschijnlijk|laag|weinig",
    "es": r"desacuerdo|nada|nunca|mal\w*|insatisfech\w*|improbable|baj[oa]|poco",
    "ro": r"dezacord|deloc|niciodată|rău|slab\w*|nemulțumit\w*|improbabil|scăzut\w*|puțin",
    "he": r"לא|כלל|אף פעם|רע\w*|גרוע\w*|נמוכ\w*|מעט",
}
_HIGH: Mapping[str, str] = {
    "en": r"agree|always|very good|good|excellent|satisfied|likely|high\w*|completely|fully|highest|very much|a lot",
    "de": r"zu|immer|gut|sehr gut|ausgezeichnet|zufrieden|wahrscheinlich|hoch|hohe\w*|voll\w*|völlig|ganz|sehr",
    "fr": r"d['’]accord|toujours|bonne?s?|excellente?|satisfait\w*|probable|élevée?|tout à fait|entièrement|beaucoup",
    "it": r"d['’]accordo|sempre|buon\w*|ottim\w*|soddisfatt\w*|probabile|alt\w+|completamente|del tutto|molto",
    "pl": r"zgadzam|zawsze|dobr\w*|doskonał\w*|zadowol\w*|wysok\w*|całkowicie|zdecydowanie|bardzo|w pełni",
    "sv": r"instämmer|alltid|bra|god|utmärkt\w*|nöjd|sannolikt|hög\w*|helt|mycket",
    "nb": r"enig|alltid|bra|god\w*|utmerket|fornøyd|sannsynlig|høy\w*|helt|fullt|svært|mye",
    "da": r"enig|altid|god\w*|fremragende|tilfreds|sandsynlig|høj\w*|helt|meget",
    "nl": r"eens|altijd|goed\w*|uitstekend|tevreden|waarschijnlijk|hoog|volledig|helemaal|zeer|veel",
    "es": r"acuerdo|siempre|buen\w*|excelente|satisfech\w*|probable|alt[oa]|totalmente|completamente|muy|mucho",
    "ro": r"acord|întotdeauna|bun\w*|excelent\w*|mulțumit\w*|probabil|ridicat\w*|total|complet|foarte|mult",
    "he": r"מסכי\w*|תמיד|טוב\w*|מצוי\w*|מרוצה|סביר|גבוה\w*|לחלוטין|מאוד|מאד|במידה רבה",
}
"""Labels near the low and the high end of a scale. A low word beats a high one: "do not agree" is low."""


@lru_cache(maxsize=256)
def _pattern(kind: str, language: str) -> re.Pattern[str] | None:
    lists = {"negation": _NEGATION, "half": _HALF, "low": _LOW, "high": _HIGH}
    found = lists[kind].get(language)
    return re.compile(rf"(?<!\w)(?:{found})(?!\w)", re.IGNORECASE) if found else None


def primary(language: str) -> str:
    part = language.split("-", maxsplit=1)[0].lower()
    return {"no": "nb", "nn": "nb", "iw": "he"}.get(part, part)


def negations(text: str, language: str) -> int | None:
    """How many words of a text negate; None where the language has no list."""
    pattern = _pattern("negation", primary(language))
    return None if pattern is None else len(pattern.findall(text))


def half_negates(text: str, language: str) -> bool:
    """Whether a text holds a word with a "no" inside: unpaid, hardly, a lack of."""
    pattern = _pattern("half", primary(language))
    return pattern is not None and pattern.search(text) is not None


def end_of_scale(label: str, language: str) -> int | None:
    """-1: near the low end, +1: near the high end, 0: neither; None where the language has no list."""
    low, high = _pattern("low", primary(language)), _pattern("high", primary(language))
    if low is None or high is None:
        return None
    if low.search(label):
        return -1
    return 1 if high.search(label) else 0


def address(text: str, language: str) -> str | None:
    """`formal`, `informal`, `both`, or None when the text addresses nobody (or the language has no list)."""
    formal, informal = _FORMAL.get(primary(language)), _INFORMAL.get(primary(language))
    if formal is None or informal is None:
        return None
    is_formal, is_informal = bool(re.search(formal, text)), bool(re.search(informal, text))
    if is_formal and is_informal:
        return "both"
    return "formal" if is_formal else "informal" if is_informal else None
