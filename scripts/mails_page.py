"""The page of all mails, docs/reference/mails.md: `python scripts/mails_page.py` writes it."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from engage.app import create_app
from engage.core.settings import Settings
from engage.mail import kinds, texts
from engage.mail.kinds import MailKind

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "mails.md"
HEAD = """# Mails

Every mail that Engage writes to people. This page is made by `python scripts/mails_page.py` from the kinds that rooms
register (`engage/mail/kinds.py`); how they are written, sent and changed: [mail](../how-to/mail.md).

Each is in the recipient's language, in all languages of the interface. "Can be ended": it has a topic, and with it a
link and a header for one-click unsubscribe. "Hubs may change it": a hub can put its own words in place of these.

"""


def lines() -> Iterator[str]:
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            database_url="",
            data_dir=Path(folder),
            base_url="http://localhost",
            secret_key="0123456789" * 4,
            languages="en",
        )
        found = kinds.registered(create_app(settings))
    for kind in sorted(found.values(), key=lambda kind: kind.name):
        yield from _kind(kind)


def _kind(kind: MailKind) -> Iterator[str]:
    yield f"## {kind.subject(str)}\n"
    topic = kind.topic.title(str) if kind.topic else "no, it is needed"
    may = "yes" if kind.hubs_change_it else "no"
    yield f"`{kind.name}` · can be ended: {topic} · hubs may change it: {may}\n"
    names = [f"`{{{one.name}}}` ({one.form})" for one in kind.placeholders]
    names += [f"`{{{link}}}` (link)" for link in kind.links]
    if names:
        yield f"Placeholders: {', '.join(names)}\n"
    body = texts.joined(kind.body(str))
    yield "\n".join(f"> {line}".rstrip() for line in (body or "(the mail that is tried)").split("\n")) + "\n"


def page() -> str:
    return HEAD + "\n".join(lines())


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
