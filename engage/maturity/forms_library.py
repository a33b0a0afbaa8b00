"""The form of an entry of the library: what stands in it, and what was typed, read."""

from collections.abc import Collection, Mapping, Sequence

from flask_babel import gettext

from engage.i18n.locales import PUBLIC_LANGUAGES
from engage.maturity import words_console_library
from engage.maturity.domain.library import Entry, Help, problems
from engage.web.desk.forms import Filled, Sent

NETWORK = "-"
"""Stands for the network office where a hub is chosen."""


def tags(entry: Entry | None) -> list[str]:
    """The languages in which a title and a summary are asked for."""
    others = (entry.language, *entry.titles, *entry.summaries) if entry else ()
    return list(dict.fromkeys(tag for tag in (*PUBLIC_LANGUAGES, *others) if tag))


def stored(entry: Entry, hub: str) -> Filled:
    """What stands in the form of an entry."""
    text = {name: str(getattr(entry, name)) for name in ("kind", "language", "url", "owner", "licence")}
    text |= {f"title-{tag}": words for tag, words in entry.titles.items()}
    text |= {f"summary-{tag}": words for tag, words in entry.summaries.items()}
    text |= {"hub": hub, "published": "yes" if entry.published else ""}
    return Filled(text, {"helps": [f"{each.indicator}:{each.level}" for each in entry.helps]})


def read_entry(
    sent: Sent, *, hubs: Collection[str], indicators: Mapping[str, int], taken: Collection[str]
) -> tuple[Entry, str]:
    """The entry that a form describes and the hub that keeps it; what is wrong is said at its field.

    :param hubs: short names of hubs for which who asks may add entries
    :param indicators: those of the model, with their highest level
    :param taken: addresses that other entries have
    """
    hub = sent.read_one("hub", hubs)
    offered = {f"{name}:{level}" for name, top in indicators.items() for level in range(top + 1)}
    entry = Entry(
        kind=sent.get("kind"),
        language=sent.get("language"),
        titles=_texts(sent, "title"),
        summaries=_texts(sent, "summary"),
        url=sent.get("url"),
        owner=sent.get("owner"),
        licence=sent.get("licence"),
        helps=_helps([each for each in sent.all("helps") if each in offered]),
        published=sent.get("published") == "yes",
    )
    for each in problems(entry, indicators, taken):
        sent.refuse(_field(each.field, entry), words_console_library.wrong(each.what, each.field))
    if sent.errors.get("title-en") and not entry.titles:
        sent.errors["title-en"] = gettext("Write a title, in one language at least.")
    return entry, hub


def _texts(sent: Sent, stem: str) -> dict[str, str]:
    found = {name.removeprefix(f"{stem}-"): words for name, words in sent.text.items() if name.startswith(f"{stem}-")}
    return {tag: words for tag, words in found.items() if words}


def _helps(chosen: Sequence[str]) -> tuple[Help, ...]:
    """What was ticked: `INC-1:2`; level 0 is the indicator as a whole."""
    pairs = (each.rpartition(":") for each in chosen)
    return tuple(dict.fromkeys(Help(indicator, int(level)) for indicator, _, level in pairs))


def _field(name: str, entry: Entry) -> str:
    """The field of the form that a problem is about."""
    stem, _, tag = name.partition(":")
    if stem in ("title", "summary"):
        return f"{stem}-{tag or next(iter(entry.titles), 'en')}"
    return stem
