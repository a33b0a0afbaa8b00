"""The strings of citizens' pages, and what a translation needs: each plural form, the same placeholders."""

import hashlib
import re
from dataclasses import dataclass
from functools import lru_cache
from gettext import c2py
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.plurals import get_plural
from babel.messages.pofile import read_po, write_po
from babel.support import Translations

from engage.core.places import find
from engage.i18n.locales import babel_locale

_MARKS = re.compile(r"%\(\w+\)[sd]|\{\w+\}|</?\w+")
_LONE_PERCENT = re.compile(r"%(?!\(\w+\)[sd]|%)")
_NOT_WORDS = re.compile('[<>"\x00-\x08\x0b-\x1f\x7f\ud800-\uf8ff]')
"""Templates take the product's strings as markup, also inside of attributes, and private-use characters as slots."""


@dataclass(frozen=True, slots=True)
class Message:
    """One string of the product."""

    id: str
    plural: str = ""
    where: str = ""
    note: str = ""

    @property
    def digest(self) -> str:
        return hashlib.sha256(f"{self.id}\0{self.plural}".encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class PluralForm:
    """One plural form of a language, with numbers that take it: "2, 3, 4"."""

    examples: str


def messages() -> tuple[Message, ...]:
    """Every string that citizens meet, pages that are nearest to answering first."""
    path = find("translations") / "public.pot"
    return _messages(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _messages(path: Path, changed: int) -> tuple[Message, ...]:  # noqa: ARG001 -- read again when the file changes
    with path.open("rb") as stream:
        catalog = read_po(stream)
    found = []
    for message in catalog:
        if not message.id:
            continue
        one, many = message.id if isinstance(message.id, tuple | list) else (message.id, "")
        where = message.locations[0][0] if message.locations else ""
        found.append(Message(one, many, where, " ".join(message.auto_comments)))
    return tuple(sorted(found, key=lambda message: ("/surveys/" not in message.where, message.where, message.id)))


def plural_forms(tag: str) -> tuple[PluralForm, ...]:
    """The plural forms that gettext asks of a language, by CLDR."""
    plural = get_plural(babel_locale(tag))
    number, expression = plural[0], plural[1]
    form_of = c2py(expression.strip("()") if expression.count("(") == 1 else expression)
    examples: dict[int, list[str]] = {form: [] for form in range(number)}
    for n in range(1000):
        form = form_of(n)
        if len(examples.get(form, "....")) < 4:
            examples[form].append(str(n))
    return tuple(PluralForm(", ".join(shown)) for shown in examples.values())


def forms_of(message: Message, tag: str) -> int:
    """How many texts a message needs in a language."""
    return len(plural_forms(tag)) if message.plural else 1


def faults(message: Message, forms: list[str]) -> list[str]:
    """The marks that are missing or new: placeholders and tags; a lone `%`. `%(num)s` may be left out of a plural.

    What could be read as markup is new wherever English has none: nobody translates a page into another one.
    """
    english = message.plural or message.id
    wanted, known = set(_MARKS.findall(english)), set(_NOT_WORDS.findall(english))
    found: set[str] = set()
    for text in forms:
        here = set(_MARKS.findall(text))
        odd = (wanted - here - ({"%(num)s"} if message.plural else set())) | (here - wanted)
        odd |= {mark if mark.isprintable() else f"U+{ord(mark):04X}" for mark in _NOT_WORDS.findall(text)} - known
        if _LONE_PERCENT.search(text):
            odd |= {"%"}
        found |= odd
    return sorted(found)


def catalog_of(tag: str, forms: dict[str, list[str]]) -> Catalog:
    """A catalogue of all messages; `forms` by digest. What is not there is left empty."""
    catalog = Catalog(locale=babel_locale(tag), project="Engage", domain="public", fuzzy=False)
    for message in messages():
        texts = forms.get(message.digest, [])
        string: str | tuple[str, ...] = texts[0] if texts else ""
        if message.plural:
            string = tuple(texts) if texts else ("",) * catalog.num_plurals
        id_ = (message.id, message.plural) if message.plural else message.id
        locations = [(message.where, 0)] if message.where else []
        catalog.add(id_, string, locations=locations, auto_comments=[message.note] if message.note else [])
    return catalog


def as_po(tag: str, forms: dict[str, list[str]]) -> bytes:
    """For the project: the file as it lies under `translations/`."""
    out = BytesIO()
    write_po(out, catalog_of(tag, forms), sort_output=True, include_lineno=False, width=120)
    return out.getvalue()


def translations_of(tag: str, forms: dict[str, list[str]]) -> Translations:
    out = BytesIO()
    write_mo(out, catalog_of(tag, forms))
    out.seek(0)
    return Translations(out, domain="public")
