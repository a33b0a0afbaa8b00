"""Entries of the library: added, changed, taken in from a table, removed."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.activities.domain.describing import slug_of
from engage.i18n.stored import decoded, encoded
from engage.i18n.text import LocalizedText
from engage.maturity.domain.kinds import ResourceKind
from engage.maturity.domain.library import Entry, Help
from engage.maturity.domain.library_file import Row
from engage.maturity.models_after import LibraryItem


def addresses(session: Session, *, but: int | None = None) -> set[str]:
    """Those that entries lead to; of all but one."""
    return set(session.scalars(select(LibraryItem.url).where(LibraryItem.id != (but or 0))))


def add(session: Session, entry: Entry, *, model: str, hub_id: int | None, now: datetime) -> LibraryItem:
    """A new entry.

    :param model: the key of the model whose indicators it names
    :param hub_id: who keeps it; None: the network office
    """
    taken = set(session.scalars(select(LibraryItem.slug)))
    first = next((words for words in entry.titles.values() if words.strip()), "")
    item = LibraryItem(slug=slug_of(first, taken), added_on=now.date(), hub_id=hub_id, helps=[])
    _fill(item, entry, model)
    session.add(item)
    session.flush()
    return item


def change(session: Session, item: LibraryItem, entry: Entry, *, model: str, hub_id: int | None) -> None:
    """Say something else; its address stays. What it says of other models stays too."""
    item.hub_id = hub_id
    _fill(item, entry, model)
    session.flush()


def take_in(
    session: Session, rows: Sequence[Row], *, model: str, hubs: Mapping[str, int | None], now: datetime
) -> list[LibraryItem]:
    """Every row of a file that is sound.

    :param hubs: who keeps an entry, by what stands in its column `hub`
    """
    return [add(session, row.entry, model=model, hub_id=hubs[row.hub], now=now) for row in rows]


def _fill(item: LibraryItem, entry: Entry, model: str) -> None:
    others = [each for each in item.helps if each["model"] != model]
    item.kind = ResourceKind(entry.kind)
    item.language = entry.language
    item.title = encoded(LocalizedText.of("", entry.language, **entry.titles))
    item.summary = encoded(LocalizedText.of("", entry.language, **entry.summaries))
    item.url, item.owner, item.licence = entry.url, entry.owner, entry.licence
    item.helps = [
        *others,
        *({"model": model, "indicator": each.indicator, "level": each.level} for each in entry.helps),
    ]
    item.published = entry.published


def title(item: LibraryItem) -> LocalizedText:
    return decoded(item.title, item.language)


def summary(item: LibraryItem) -> LocalizedText:
    return decoded(item.summary, item.language)


def helps(item: LibraryItem, model: str) -> tuple[Help, ...]:
    """What it helps to reach in a model, in order."""
    found: list[dict[str, Any]] = [each for each in item.helps if each["model"] == model]
    return tuple(sorted(Help(each["indicator"], int(each.get("level") or 0)) for each in found))


def entry_of(item: LibraryItem, model: str) -> Entry:
    """What a form shows of an entry."""
    return Entry(
        kind=item.kind.value,
        language=item.language,
        titles={tag: said.text for tag, said in title(item)},
        summaries={tag: said.text for tag, said in summary(item)},
        url=item.url,
        owner=item.owner,
        licence=item.licence,
        helps=helps(item, model),
        published=item.published,
    )
