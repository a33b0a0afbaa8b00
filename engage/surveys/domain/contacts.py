"""A list of contacts: what its columns mean, who can be invited by it, and which rows say nothing that can be used.

Pure rules. A list is taken in whole or not at all; rows that cannot be used are listed with their number and reason.
"""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

MOST_ROWS = 20_000
LONGEST_LINE = 200
_MAIL = re.compile(r'[^@\s,;:<>()\[\]"\\]+@[^@\s,;:<>()\[\]"\\]+\.[^@\s,;:<>()\[\]"\\.]+')
LONGEST_MAIL = 254


class Part(StrEnum):
    """What a column may say of a person."""

    EMAIL = "email"
    NAME = "name"
    LANGUAGE = "language"
    COUNTRY = "country"
    STREET = "street"
    PLACE = "place"
    """Postal code and town."""


class Wrong(StrEnum):
    """Why a row cannot be used."""

    NO_MAIL = "no_mail"
    NO_POST = "no_post"
    """A letter needs a name and an address."""
    TWICE = "twice"
    """Further up in the list."""
    KNOWN = "known"
    """Invited to this survey already."""
    LANGUAGE = "language"
    COUNTRY = "country"
    TOO_LONG = "too_long"
    TOO_MANY = "too_many"


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to be invited."""

    email: str | None
    name: str
    address: str
    """Lines of a postal address; empty for who is written to by mail."""
    language: str
    country: str


@dataclass(frozen=True, slots=True)
class BadRow:
    row: int
    what: Wrong
    value: str


@dataclass(frozen=True, slots=True)
class Checked:
    contacts: tuple[Contact, ...] = ()
    bad: tuple[BadRow, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What cells may say, and who is there already."""

    languages: Mapping[str, str]
    """What people write for a language, folded -> its tag; the survey's own languages only."""
    fallback: str
    """For rows that say no language."""
    countries: Mapping[str, str] = field(default_factory=dict)
    """What people write for a country, folded -> its code (ISO 3166)."""
    country: str = ""
    """For rows that say none."""
    there: Collection[str] = ()
    """Keys (`key_of`) of those who are on the survey's list."""


_HEADERS: Mapping[Part, tuple[str, ...]] = {
    Part.EMAIL: ("email", "e mail", "mail", "epost", "e post", "courriel", "posta elettronica", "adres e mail", "דואל",
                 "דואר אלקטרוני", "mailadresse", "e mail adresse", "email address", "mail address", "e postadress",
                 "epostadresse", "adresse e mail", "indirizzo email", "adres email"),
    Part.NAME: ("name", "full name", "navn", "namn", "nom", "nom complet", "nome", "nome e cognome", "imie i nazwisko",
                "imie", "nazwisko", "vor und nachname", "שם", "שם מלא"),
    Part.LANGUAGE: ("language", "lang", "sprache", "spraak", "sprak", "langue", "lingua", "jezyk", "שפה"),
    Part.COUNTRY: ("country", "land", "pays", "paese", "nazione", "kraj", "ארץ", "מדינה"),
    Part.STREET: ("street", "address", "street address", "strasse", "straße", "anschrift", "adresse", "adress", "gate",
                  "gateadresse", "gatuadress", "rue", "indirizzo", "via", "ulica", "adres", "רחוב", "כתובת"),
    Part.PLACE: ("town", "city", "postcode", "postal code", "zip", "place", "plz ort", "ort", "stadt", "postnummer",
                 "poststed", "postort", "sted", "ville", "code postal", "citta", "cap", "localita", "miasto",
                 "kod pocztowy", "עיר", "מיקוד"),
}  # fmt: skip
"""How columns are called in the languages of the product, folded."""


_SPELT = {"ł": "l", "ø": "o", "æ": "ae", "״": "", "׳": "", "'": "", "’": ""}


def folded(text: str) -> str:
    """Without accents, signs between words and capital letters: as headers and names are compared."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
    for sign, other in _SPELT.items():
        plain = plain.replace(sign, other)
    return " ".join(re.sub(r"[^\w\s]|_", " ", plain).split())


_FOLDED = {folded(word): part for part, words in _HEADERS.items() for word in words}


def guessed(headers: Sequence[str]) -> dict[Part, str]:
    """The column that says each part, as far as its name tells; the first of several."""
    found: dict[Part, str] = {}
    for header in headers:
        part = _FOLDED.get(folded(header))
        if part is not None:
            found.setdefault(part, header)
    return found


def is_mail(address: str) -> bool:
    """Whether it is one mail address and nothing else."""
    return len(address) <= LONGEST_MAIL and address.isprintable() and _MAIL.fullmatch(address) is not None


def key_of(email: str | None, name: str, address: str) -> str:
    """By what two rows are one person: the mail address, else the name with the postal address."""
    return email.casefold() if email else folded(f"{name} {address}")


def check(
    rows: Iterable[tuple[int, Mapping[str, str]]], columns: Mapping[Part, str], known: Known, *, letters: bool
) -> Checked:
    """Read rows by their columns.

    :param rows: (number in the file, header -> cell)
    :param columns: which header says what
    :param letters: whether people are written to by letter and not by mail
    """
    contacts: list[Contact] = []
    bad: list[BadRow] = []
    seen: set[str] = set()
    for number, cells in rows:
        said = {part: " ".join(cells.get(header, "").split()) for part, header in columns.items()}
        if not any(said.values()):
            continue
        if len(contacts) >= MOST_ROWS:
            bad.append(BadRow(number, Wrong.TOO_MANY, ""))
            break
        found = _read(said, known, letters=letters)
        if isinstance(found, Contact):
            key = key_of(found.email, found.name, found.address)
            if key in seen or key in known.there:
                found = (Wrong.TWICE if key in seen else Wrong.KNOWN, found.email or found.name)
        if isinstance(found, Contact):
            seen.add(key)
            contacts.append(found)
        else:
            bad.append(BadRow(number, *found))
    return Checked(tuple(contacts), tuple(bad))


def _read(said: Mapping[Part, str], known: Known, *, letters: bool) -> Contact | tuple[Wrong, str]:
    """One row as a contact; or what is wrong with it, and the cell."""
    email, name = said.get(Part.EMAIL, ""), said.get(Part.NAME, "")
    lines = [said.get(Part.STREET, ""), said.get(Part.PLACE, "")]
    if letters and not (name and any(lines)):
        return Wrong.NO_POST, name or " ".join(lines).strip()
    if not letters and not is_mail(email):
        return Wrong.NO_MAIL, email
    for text in (name, *lines):
        if len(text) > LONGEST_LINE:
            return Wrong.TOO_LONG, f"{text[:40]}…"
    language, country = said.get(Part.LANGUAGE, ""), said.get(Part.COUNTRY, "")
    if language and folded(language) not in known.languages:
        return Wrong.LANGUAGE, language
    if country and folded(country) not in known.countries:
        return Wrong.COUNTRY, country
    return Contact(
        email=None if letters else email.lower(),
        name=name,
        address="\n".join(line for line in lines if line) if letters else "",
        language=known.languages[folded(language)] if language else known.fallback,
        country=known.countries[folded(country)] if country else known.country,
    )
