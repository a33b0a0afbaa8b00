"""The form of a policy brief: what stands in it, what was typed, and what to say of what is wrong."""

from collections.abc import Collection, Mapping, Sequence

from flask_babel import gettext, lazy_gettext, ngettext

from engage.outcomes.domain.briefs import (
    LONGEST,
    MOST_FIGURES,
    MOST_LANGUAGES,
    MOST_OUTCOMES,
    MOST_PAGES,
    Draft,
    FigureOf,
    Wrong,
    problems,
)
from engage.web.desk.forms import Filled, Sent

TEXTS = ("title", "lead", "asks")
_WRONG = {
    Wrong.NO_LANGUAGE: lazy_gettext("Choose the language in which you write."),
    Wrong.NO_TITLE: lazy_gettext("Write a title in the language in which you write."),
    Wrong.TWICE: lazy_gettext("This figure is chosen twice. Choose another one, or none."),
    Wrong.NO_ASKS: lazy_gettext("Say what you ask of the reader."),
    Wrong.NO_OUTCOME: lazy_gettext("Choose an outcome at least."),
    Wrong.NOTHING_WHOLE: lazy_gettext(
        "In no language is everything there. The list of languages says what is missing."
    ),
    Wrong.TAKEN_BACK: lazy_gettext(
        "Something that it rests on was taken back. Take it out: open “Write and choose” and save."
    ),
}


def stored(draft: Draft) -> Filled:
    """What stands in the form of a brief."""
    text = {f"{name}-{tag}": words for name in TEXTS for tag, words in getattr(draft, name).items()}
    text |= {f"figure-{number}": each.code for number, each in enumerate(draft.figures, start=1)}
    text |= {f"place-{each}": str(number) for number, each in enumerate(draft.outcomes, start=1)}
    return Filled({**text, "source": draft.source}, {"outcomes": [str(each) for each in draft.outcomes]})


def read_draft(sent: Sent, *, tags: Sequence[str], outcomes: Collection[int], figures: Mapping[str, FigureOf]) -> Draft:
    """The brief that a form describes; what is wrong is said at its field.

    :param tags: languages in which it may be written
    :param outcomes: those that may be chosen, by id
    :param figures: those that may be chosen, by their code
    """
    source = sent.read_one("source", tags, other=tags[0])
    texts = {name: _texts(sent, name, tags) for name in TEXTS}
    written = [tag for tag in tags if any(tag in found for found in texts.values())]
    draft = Draft(
        languages=tuple(dict.fromkeys((source, *written))),
        outcomes=_outcomes(sent, outcomes),
        figures=_figures(sent, figures),
        **texts,
    )
    for name, wrong in problems(draft):
        sent.refuse(name, sentence(wrong, name))
    for name in TEXTS:
        for tag in tags:
            sent.read_text(f"{name}-{tag}", most=LONGEST[name])
    return draft


def read_beginning(sent: Sent, *, tags: Sequence[str], hubs: Collection[str]) -> tuple[str, Draft]:
    """The short name of the hub and a brief of no more than a title."""
    hub = sent.read_one("hub", hubs)
    source = sent.read_one("source", tags, other=tags[0])
    title = sent.read_text("title", most=LONGEST["title"], needed=gettext("Write a title."))
    return hub, Draft((source,), {source: title})


def _texts(sent: Sent, name: str, tags: Sequence[str]) -> dict[str, str]:
    return {tag: words for tag in tags if (words := sent.get(f"{name}-{tag}"))}


def _outcomes(sent: Sent, known: Collection[int]) -> tuple[int, ...]:
    """Those ticked, by the numbers beside them; without a number, after the others."""
    chosen = [int(each) for each in sent.read_some("outcomes", map(str, known))]
    places = {each: sent.read_number(f"place-{each}", least=1, most=99) for each in chosen}
    return tuple(sorted(chosen, key=lambda each: places[each] or 100))


def _figures(sent: Sent, known: Mapping[str, FigureOf]) -> tuple[FigureOf, ...]:
    found = []
    for number in range(1, MOST_FIGURES + 1):
        code = sent.get(f"figure-{number}")
        if code and code not in known:
            sent.refuse(f"figure-{number}", gettext("Choose one of these."))
        elif code:
            found.append(known[code])
    return tuple(found)


def sentence(wrong: Wrong, field: str = "") -> str:
    """What is wrong, and what to do."""
    if wrong is Wrong.TOO_LONG:
        most = LONGEST[field.partition("-")[0]]
        return gettext("This is too long. Use at most %(max)d characters.", max=most)
    if wrong is Wrong.TOO_MANY_LANGUAGES:
        return gettext("These are too many languages. There can be at most %(max)d.", max=MOST_LANGUAGES)
    if wrong is Wrong.TOO_MANY_OUTCOMES:
        return gettext("These are too many outcomes. Choose at most %(max)d.", max=MOST_OUTCOMES)
    if wrong is Wrong.TOO_MANY_PAGES:
        return gettext(
            "It is longer than %(most)d pages in a language. Take out a figure or an outcome, or shorten a text.",
            most=MOST_PAGES,
        )
    return str(_WRONG[wrong])


def pages(number: int) -> str:
    """How long it is, and what to do where that is too long."""
    if number > MOST_PAGES:
        return ngettext(
            "%(num)s page: too long, take something out", "%(num)s pages: too long, take something out", number
        )
    return ngettext("%(num)s page", "%(num)s pages", number)


def changed_meanwhile() -> str:
    return gettext(
        "Somebody else has changed this brief since you opened the page. What you wrote is below: "
        "compare it with the brief, then save again."
    )
