"""What the team reads of figures that wait: what is hidden in them and why, or why there are none and what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext, ngettext

from engage.i18n.locales import endonym
from engage.results.domain.filters import COUNTRY, LANGUAGE
from engage.results.domain.plan import offered
from engage.results.models import ResultsPage
from engage.results.publishing.figures import Published
from engage.results.views.publishing_forms import name
from engage.results.views.team_pages import Page


@dataclass(frozen=True, slots=True)
class Refused:
    """Why there are no figures, where exactly, and what helps."""

    why: str
    where: Sequence[str]
    what_to_do: Sequence[str]


def hidden(published: Published, page: Page) -> list[str]:
    """One line for each reason."""
    said = []
    for each in published.method.hidden:
        n, count = each.number, page.reader.count(each.number)
        words = {
            "few": lambda n=n, count=count: ngettext(
                "%(n)s count is shown as “fewer than 10”.", "%(n)s counts are shown as “fewer than 10”.", n, n=count
            ),
            "complement": lambda n=n, count=count: ngettext(
                "%(n)s larger count is hidden, so that nobody can work out a smaller one.",
                "%(n)s larger counts are hidden, so that nobody can work out smaller ones.",
                n,
                n=count,
            ),
            "base": lambda n=n, count=count: ngettext(
                "%(n)s table has no total and no percentages, for the same reason.",
                "%(n)s tables have no total and no percentages, for the same reason.",
                n,
                n=count,
            ),
            "table": lambda n=n, count=count: ngettext(
                "%(n)s group is left out of a question: too few are in it, or too few came since an earlier edition.",
                "%(n)s times a group is left out of a question: too few are in it, or too few came since an earlier"
                " edition.",
                n,
                n=count,
            ),
            "crossing": lambda n=n, count=count: ngettext(
                "%(n)s crossing is left out: nothing in it can be shown.",
                "%(n)s crossings are left out: nothing in them can be shown.",
                n,
                n=count,
            ),
            "filter": lambda n=n, count=count: ngettext(
                "%(n)s question is not shown by group: nothing of it can be.",
                "%(n)s questions are not shown by group: nothing of them can be.",
                n,
                n=count,
            ),
            "weighted": lambda n=n, count=count: ngettext(
                "%(n)s question has no weighted percentages: it has hidden counts, or fewer than 1,000 answers.",
                "%(n)s questions have no weighted percentages: they have hidden counts, or fewer than 1,000 answers.",
                n,
                n=count,
            ),
        }
        said.append(words[each.reason]())
    return said


def refused(found: Mapping[str, Any], page: Page) -> Refused:
    drop = gettext("Leave out a crossing or a group that these questions are shown by.")
    wait = gettext("Wait until more people have answered.")
    match found["code"]:
        case "shown_from":
            n = found["number"]
            why = ngettext(
                "Results of this survey are published from %(n)s response on.",
                "Results of this survey are published from %(n)s responses on.",
                n,
                n=page.reader.count(n),
            )
            return Refused(why, (), (wait,))
        case "too_similar":
            why = gettext(
                "Fewer than %(n)s responses came or went since edition %(number)s. Who compares the two editions could"
                " learn what single people said.",
                n=found["number"],
                number=found["edition"],
            )
            return Refused(why, (), (wait,))
        case "unproven":
            why = gettext("So much is crossed with so much that we cannot prove that nobody is given away.")
            return Refused(why, (), (drop,))
    why = gettext("With these figures, and those published before, somebody could work out a count below 10:")
    join = gettext("Join answers that few people gave, in a new version of the questionnaire.")
    return Refused(why, [_place(each, page) for each in found["leaks"]], (drop, join, wait))


def _place(place: Sequence[str], page: Page) -> str:
    """A count in words: question, answer, group."""
    table, answer, value = place
    known = {question.key: question for question in offered(page.instrument)}
    key, _, group = table.rpartition(":")[2].partition("|") if table.startswith("\0") else table.partition("|")
    question = name(page, known[key]) if key in known else key
    said = {"\0base": gettext("how many answered"), "\0silent": gettext("how many did not answer")}.get(answer, "")
    code = answer.removeprefix("\0not:")
    if not said:
        said = _label(page, known[key].options, code) if key in known else code
    if not group:
        return gettext("“%(question)s”: %(answer)s", question=question, answer=said)
    names = {LANGUAGE: gettext("Language"), COUNTRY: gettext("Country")}
    return gettext(
        "“%(question)s” by “%(group)s”: %(answer)s, %(value)s",
        question=question,
        answer=said,
        group=names.get(group) or (name(page, known[group]) if group in known else group),
        value=_value(page, group, value, known),
    )


def _label(page: Page, options: Sequence[Any], code: str) -> str:
    return next((page.reader.pick(each.label)[0] for each in options if each.code == code), code)


def _value(page: Page, group: str, value: str, known: Mapping[str, Any]) -> str:
    if group == LANGUAGE:
        return endonym(value)
    if group == COUNTRY:
        return page.reader.country(value)
    return _label(page, known[group].options, value) if group in known else value


def missing(row: ResultsPage | None, page: Page) -> list[str]:
    """Texts that some languages have and others not."""
    titles = {
        "lead": gettext("At the top"),
        "method": gettext("How it was asked"),
        "next": gettext("What happens next"),
    }
    found = []
    for place, said in (row.texts if row else {}).items():
        without = [endonym(tag) for tag in page.instrument.languages if not said.get(tag)]
        if without and any(said.values()):
            found.append(
                gettext(
                    "%(place)s: missing in %(languages)s", place=titles.get(place, place), languages=", ".join(without)
                )
            )
    return found
