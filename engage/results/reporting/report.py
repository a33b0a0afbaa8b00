"""The results report of a survey: the figures of the public page as a document, for everybody or for one group."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from babel.dates import format_date

from engage.hubs.domain.texts import said
from engage.results.charts.published import Teller
from engage.results.publishing.figures import Published
from engage.results.reporting import items as arranged
from engage.results.reporting import method
from engage.results.reporting.blocks import (
    Block,
    Bullets,
    Chart,
    Emblem,
    Facts,
    Heading,
    Notice,
    Paragraph,
    Quote,
    Report,
    Table,
    Text,
)
from engage.results.reporting.items import Group, Item
from engage.results.reporting.tables import Grid


@dataclass(frozen=True, slots=True)
class About:
    """What a report says of its edition beside the figures."""

    hub: str
    number: int
    published_on: date
    address: str
    """Of the public page."""
    texts: Mapping[str, Mapping[str, str]]
    funders: Sequence[Emblem] = ()


def report(published: Published, about: About, teller: Teller, chosen: Group | None = None) -> Report:
    """The report in the language of the teller.

    :param chosen: whose answers it is about; None: everybody's
    """
    _ = teller.reader.gettext
    title = Text(*teller.pick(published.title))
    whose = _("Everybody who answered") if chosen is None else group_name(chosen, teller)
    edition = _("Edition %(number)s", number=about.number)
    return Report(
        title=title,
        language=teller.reader.language,
        above=about.hub,
        below=_("Results of a survey"),
        footer=f"{title.text} · {edition}",
        contents=_("Contents"),
        page=_("Page {page} of {pages}"),
        cover=[
            (_("Answers of"), Text(whose)),
            *method.facts(published.method, teller),
            (_("Edition"), Text(str(about.number))),
            (_("Published on"), Text(format_date(about.published_on, "long", locale=teller.reader.locale))),
            (_("Online"), Text(about.address)),
        ],
        funders=about.funders,
        blocks=tuple(_blocks(published, about, teller, chosen)),
    )


def group_name(chosen: Group, teller: Teller) -> str:
    """`Country: Norway`."""
    return f"{teller.pick(chosen.filter.label)[0]}: {teller.pick(chosen.value.label)[0]}"


def _blocks(published: Published, about: About, teller: Teller, chosen: Group | None) -> Iterator[Block]:
    _ = teller.reader.gettext
    yield Heading(Text(_("In short")))
    yield from prose(about.texts.get("lead", {}), teller)
    if published.too_few:
        yield Notice(Text(too_few(teller)))
    if published.method.chose_to_answer:
        yield Notice(Text(method.sentences(published.method, teller)[0]))
    for part in arranged.parts(published, teller, chosen):
        yield Heading(part.title if part.title.text else Text(_("Questions")))
        for item in part.items:
            yield from _item(item, teller)
    crossings = arranged.crossings(published, teller) if chosen is None else []
    if crossings:
        yield Heading(Text(_("Answers by other answers")))
        for item in crossings:
            yield from _item(item, teller)
    yield from _quotes(arranged.quotes(published, teller) if chosen is None else [], teller, Heading)
    yield from _method(published, about, teller)
    if about.texts.get("next"):
        yield Heading(Text(_("What happens next")))
        yield from prose(about.texts["next"], teller)


def too_few(teller: Teller) -> str:
    """Why an edition shows nothing."""
    return teller.reader.gettext(
        "Fewer than %(number)s people answered. Nothing is shown, so that nobody can be recognised.",
        number=teller.minimum,
    )


def _item(item: Item, teller: Teller) -> Iterator[Block]:
    yield Heading(item.title, 2)
    if item.note:
        yield Paragraph(Text(item.note), quiet=True)
    for drawn in item.charts:
        title, *notes = (each for each in drawn.caption if each != item.note)
        if drawn.sheet is None:
            for note in notes:
                yield Paragraph(Text(note), quiet=True)
        else:
            caption = Text("") if title == item.title.text else Text(title, drawn.lang)
            yield Chart(drawn.sheet, caption, notes, drawn.description)
    for grid in item.grids:
        yield table(grid, item)
    yield from _quotes(item.quotes, teller, partial(Paragraph, quiet=True))


def _quotes(quotes: Sequence[Text], teller: Teller, head: Callable[[Text], Block]) -> Iterator[Block]:
    if quotes:
        yield head(Text(teller.reader.gettext("In people’s words")))
    for quote in quotes:
        yield Quote(quote)


def table(grid: Grid, item: Item) -> Table:
    """Without a caption where the heading says it already."""
    caption = Text("") if grid.caption.text in (item.title.text, item.note) else grid.caption
    return Table(caption, grid.heads, [[label, *map(Text, cells)] for label, cells in grid.rows])


def _method(published: Published, about: About, teller: Teller) -> Iterator[Block]:
    _ = teller.reader.gettext
    yield Heading(Text(_("How this was asked")))
    earlier = [
        (_("Earlier survey"), Text(f"{title.text} ({when})", title.lang))
        for _wave, title, when in arranged.waves(published, teller)
    ]
    yield Facts([*method.facts(published.method, teller), *earlier])
    yield from prose(about.texts.get("method", {}), teller)
    for sentence in method.sentences(published.method, teller):
        yield Paragraph(Text(sentence))
    hidden = method.hidden(published.method, teller)
    if hidden:
        yield Heading(Text(_("What is not shown, and why")), 2)
        yield Bullets([Text(each) for each in hidden])


def prose(texts: Mapping[str, str], teller: Teller) -> Iterator[Block]:
    """A text of the team, paragraph by paragraph."""
    found = said(texts, teller.reader.language, (teller.source,))
    for paragraph in found.text.split("\n\n"):
        if paragraph.strip():
            yield Paragraph(Text(*teller.pick({found.language: paragraph})))
