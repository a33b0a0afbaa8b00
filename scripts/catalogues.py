"""Interface catalogues: extract, update, check.

    python scripts/catalogues.py update   write the templates and bring every catalogue up to date
    python scripts/catalogues.py check    say what is stale, missing or broken; exit 1 when something is

Two catalogues: `public` for citizens' pages, `console` for everything else. A string that both use is in `public`.
"""

import re
import sys
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from engage.i18n.locales import CONSOLE_LANGUAGES, PUBLIC_LANGUAGES

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "translations"
LANGUAGES = {"public": PUBLIC_LANGUAGES, "console": CONSOLE_LANGUAGES}
SOURCE = "en"

CONSOLE = (
    "accounts/asking.py",
    "accounts/forms.py",
    "accounts/messages.py",
    "accounts/templates/",
    "accounts/views/",
    *(
        f"{room}/{place}"
        for room in ("activities", "events", "hubs", "jobs", "mail", "maturity", "portal", "privacy")
        for place in ("forms.py", "messages.py", "views/manage", f"templates/{room}/manage/")
    ),
    "events/forms_",
    "events/wiring_",
    "maturity/forms_",
    "maturity/wiring_",
    "maturity/words_console",
    "portal/measures/",
    "handover/",
    "network/",
    *(
        f"outcomes/{place}"
        for place in ("forms", "messages.py", "wiring_", "views/manage", "templates/outcomes/manage/")
    ),
    "instruments/templates/instruments/editor/",
    "instruments/templates/instruments/pictures.html",
    "instruments/templates/instruments/translating/",
    "instruments/translating/work.py",
    "instruments/views/",
    "portal/data_protection/",
    "privacy/wiring.py",
    "results/",
    "surveys/forms.py",
    "surveys/wiring_",
    "surveys/views/manage",
    "surveys/templates/manage/",
    "surveys/templates/surveys/preview.html",
    "web/console.py",
    "web/desk/",
    "web/templates/web/desk/",
    "web/templates/web/console.html",
    "web/templates/web/fields.html",
)
CITIZENS = (
    "results/charts/",
    "results/personal_data.py",
    "results/publishing/",
    "results/reporting/",
    "results/templates/results/public/",
    "results/views/public",
    "results/views/presenting.py",
)
"""Inside what is the console's."""
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "lazy_ngettext": (1, 2)}
KEYWORDS |= {"translate": None}  # of a mail, into its own language
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
OPTIONS = {"**/templates/**.html": {"trimmed": "true"}}
_PERCENT = re.compile(r"%\((\w+)\)[sd]")
_BRACES = re.compile(r"\{(\w+)\}")
_TAGS = re.compile(r"</?\w+")


def domain_of(path: str) -> str:
    return "console" if path.startswith(CONSOLE) and not path.startswith(CITIZENS) else "public"


def templates() -> dict[str, Catalog]:
    """The strings in the sources, by domain; without line numbers, which change with every edit."""
    found = {
        domain: Catalog(project="Engage", copyright_holder="the Engage contributors", fuzzy=False)
        for domain in LANGUAGES
    }
    extracted = sorted(
        extract_from_dir(str(ROOT / "engage"), method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS),
        key=lambda entry: (domain_of(entry[0]) != "public", entry[0], entry[1]),
    )
    for path, _, message, comments, _ in extracted:
        domain = domain_of(path)
        if domain == "console" and message in found["public"]:
            continue
        found[domain].add(message, locations=[(f"engage/{path}", 0)], auto_comments=comments)
    return found


def _text(catalog: Catalog) -> bytes:
    from io import BytesIO

    out = BytesIO()
    write_po(out, catalog, omit_header=True, sort_output=True, include_lineno=False, width=120)
    return out.getvalue()


def place(domain: str, language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / f"{domain}.po"


def load(domain: str, language: str) -> Catalog:
    path = place(domain, language)
    if not path.exists():
        return Catalog(locale=language, domain=domain, fuzzy=False)
    with path.open("rb") as stream:
        return read_po(stream, locale=language, domain=domain)


def update() -> None:
    FOLDER.mkdir(exist_ok=True)
    fresh = templates()
    for domain, template in fresh.items():
        (FOLDER / f"{domain}.pot").write_bytes(_text(template))
        for language in LANGUAGES[domain]:
            if language == SOURCE:
                continue
            catalog = load(domain, language)
            other = (
                load("console" if domain == "public" else "public", language) if language in CONSOLE_LANGUAGES else None
            )
            catalog.update(deepcopy(template), no_fuzzy_matching=True)  # it keeps the messages themselves
            catalog.obsolete.clear()
            for message in catalog:
                moved = other.get(message.id) if other and message.id and not any(_strings(message)) else None
                if moved is not None and any(_strings(moved)):
                    message.string = moved.string
            path = place(domain, language)
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as stream:
                write_po(stream, catalog, sort_output=True, include_lineno=False, width=120)


def _strings(message: Message) -> tuple[str, ...]:
    found = message.string
    return tuple(found) if isinstance(found, tuple | list) else (found or "",)


@dataclass(frozen=True)
class Fault:
    where: str
    what: str


def faults() -> Iterator[Fault]:
    """Everything that is wrong with the catalogues."""
    fresh = templates()
    for domain, template in fresh.items():
        pot = FOLDER / f"{domain}.pot"
        if not pot.exists() or pot.read_bytes() != _text(template):
            yield Fault(pot.name, "is not up to date: run `make catalogues`")
        for language in LANGUAGES[domain]:
            if language != SOURCE:
                yield from _faults_of(template, load(domain, language), f"{language}/{domain}")


def _faults_of(template: Catalog, catalog: Catalog, where: str) -> Iterator[Fault]:
    for wanted in template:
        if not wanted.id:
            continue
        message = catalog.get(wanted.id)
        source = tuple(wanted.id) if isinstance(wanted.id, tuple | list) else (wanted.id,)
        if message is None or not all(_strings(message)):
            yield Fault(where, f"not translated: {source[0]!r}")
            continue
        if message.fuzzy:
            yield Fault(where, f"marked as unsure: {source[0]!r}")
        if wanted.pluralizable and len(_strings(message)) != catalog.num_plurals:
            yield Fault(where, f"{len(_strings(message))} plural forms of {catalog.num_plurals}: {source[0]!r}")
        for text in _strings(message):
            yield from _differences(source, text, where, plural=wanted.pluralizable)
    for message in catalog:
        if message.id and template.get(message.id) is None:
            yield Fault(where, f"not in the sources any more: {message.id!r}")


def _differences(source: tuple[str, ...], text: str, where: str, *, plural: bool) -> Iterator[Fault]:
    for name, pattern in (("placeholders", _PERCENT), ("placeholders", _BRACES), ("tags", _TAGS)):
        wanted, found = sorted(set(pattern.findall(source[-1]))), sorted(set(pattern.findall(text)))
        without = [mark for mark in wanted if mark != "num"]
        if found != wanted and not (plural and found == without):
            yield Fault(where, f"{name} differ in {text!r}: {found} instead of {wanted}")
    if re.search(r"%(?!\(\w+\)[sd]|%)", text) and _PERCENT.search(source[-1]):
        yield Fault(where, f"a lone % in {text!r}")


def main() -> int:
    if sys.argv[1:] == ["update"]:
        update()
        return 0
    if sys.argv[1:] == ["check"]:
        found = list(faults())
        for fault in found:
            sys.stderr.write(f"{fault.where}: {fault.what}\n")
        return 1 if found else 0
    sys.stderr.write(__doc__ or "")
    return 2


if __name__ == "__main__":
    sys.exit(main())
