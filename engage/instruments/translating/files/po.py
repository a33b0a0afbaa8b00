"""Gettext PO: the path of a text is its context; what needs work is fuzzy."""

from io import BytesIO

from babel.core import UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, PoFileParser, write_po

from engage.i18n.text import TextState
from engage.instruments.translating.files.units import BadFile, Returned, ReturnedFile, Sheaf

_WORDS = "engage-words: "
_MOST_FORMS = 6
_NEEDS_WORK = (TextState.STALE, TextState.DRAFT)


def write(sheaf: Sheaf) -> bytes:
    catalog = Catalog(project=sheaf.name, fuzzy=False, charset="utf-8")
    for unit in sheaf.units:
        flags = ["fuzzy"] if unit.state in _NEEDS_WORK else []
        comments = [unit.where, f"{_WORDS}{unit.words}"]
        catalog.add(unit.source, unit.text, context=unit.path, auto_comments=comments, flags=flags)
    out = BytesIO()
    write_po(out, catalog, width=0, omit_header=True, include_previous=False)
    head = (
        'msgid ""\nmsgstr ""\n'
        f'"Project-Id-Version: {_plain(sheaf.name)}\\n"\n'
        f'"Language: {sheaf.language.replace("-", "_")}\\n"\n'
        f'"X-Source-Language: {sheaf.source_language}\\n"\n'
        '"MIME-Version: 1.0\\n"\n'
        '"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Content-Transfer-Encoding: 8bit\\n"\n\n'
    )
    return head.encode() + out.getvalue()


def _plain(name: str) -> str:
    return "".join(ch for ch in name if ch.isprintable() and ch not in '"\\')


class _Bounded(Catalog):
    """A header may claim any number of plural forms; memory is not set aside for more than a language has."""

    @property
    def num_plurals(self) -> int:
        return min(super().num_plurals, _MOST_FORMS)


def read(content: bytes) -> ReturnedFile:
    """:raises BadFile: when it is no PO file in UTF-8"""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadFile("not_utf8", str(error.start)) from error
    try:
        catalog = _Bounded(charset="utf-8")
        PoFileParser(catalog, abort_invalid=True).parse(BytesIO(text.encode()))
    except (PoFileError, ValueError, LookupError, UnknownLocaleError, IndexError) as error:
        raise BadFile("not_po", str(error)[:200]) from error
    units = tuple(
        Returned(
            path=message.context,
            source=str(message.id),
            text=str(message.string),
            words=_words(message.auto_comments),
            finished=not message.fuzzy,
        )
        for message in catalog
        if message.context and isinstance(message.id, str) and isinstance(message.string, str)
    )
    if not units:
        raise BadFile("no_texts")
    return ReturnedFile(_language(text), units)


def _words(comments: list[str]) -> str:
    found = " ".join(comments).split(_WORDS)[1:]
    return found[0].split()[0] if found and found[0].split() else ""


def _language(text: str) -> str:
    for line in text.splitlines()[:40]:
        if line.startswith('"Language: '):
            return line.removeprefix('"Language: ').removesuffix('"').removesuffix("\\n").strip().replace("_", "-")
    return ""
