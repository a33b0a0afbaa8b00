"""The plan of what is published, as a form."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext

from engage.i18n.locales import endonym
from engage.results.domain.filters import COUNTRY, LANGUAGE
from engage.results.domain.plan import MOST_CROSSINGS, MOST_FILTERS, PLACES, Plan, delicate, divides, offered
from engage.results.domain.questions import Question
from engage.results.models import ResultsPage, Weighting
from engage.results.publishing import keeping
from engage.results.views.team_pages import Page
from engage.surveys.models import Survey
from engage.web.desk.forms import Sent

MORE = 2
"""Empty crossings below those that there are."""
LONGEST = 4_000


def fill(sent: Sent, row: ResultsPage | None) -> None:
    """What stands in the form before anybody types."""
    plan = keeping.plan_of(row)
    sent.lists = {
        "item": list(plan.items),
        "filter": list(plan.filters),
        "wave": [str(each) for each in plan.waves],
    }
    sent.text = {"weighting": str(plan.weighting or ""), "_revision": str(row.revision if row else 0)}
    for n, (rows, columns) in enumerate(plan.crossings):
        sent.text |= {f"rows-{n}": rows, f"columns-{n}": columns}
    for place, said in (row.texts if row else {}).items():
        sent.text |= {f"{place}-{tag}": text for tag, text in said.items()}


def typed(page: Page, sent: Sent, waves: Iterable[Survey], weightings: Iterable[Weighting]) -> Plan:
    """The plan; `sent.wrong` says that it does not hold."""
    known = offered(page.instrument)
    items = sent.read_some("item", [question.key for question in known])
    groups = [question.key for question in known if divides(question)]
    filters = sent.read_some("filter", [LANGUAGE, COUNTRY, *groups])
    if len(filters) > MOST_FILTERS:
        sent.refuse("filter", gettext("Choose at most %(most)d.", most=MOST_FILTERS))
    crossings = []
    for n in range(MOST_CROSSINGS):
        pair = sent.get(f"rows-{n}"), sent.get(f"columns-{n}")
        if any(pair):
            if pair[0] == pair[1] or pair[0] not in {each.key for each in known} or pair[1] not in groups:
                sent.refuse(f"rows-{n}", gettext("Choose two different questions, or none."))
            crossings.append((pair[0], pair[1]))
    if not items and not crossings:
        sent.refuse("item", gettext("Choose at least one question."))
    weighting = sent.get("weighting")
    chosen = sent.read_some("wave", [str(each.id) for each in waves])
    return Plan(
        tuple(items),
        tuple(crossings),
        tuple(filters),
        next((each.id for each in weightings if str(each.id) == weighting), None),
        tuple(int(each) for each in chosen),
    )


def texts(page: Page, sent: Sent) -> keeping.Texts:
    return {
        place: {tag: sent.read_text(f"{place}-{tag}", most=LONGEST) for tag in page.instrument.languages}
        for place in PLACES
    }


def questions(page: Page) -> list[dict[str, Any]]:
    return [
        {
            "value": question.key,
            "label": name(page, question),
            "hint": gettext("Sensitive: think twice. Small groups are hidden, but people may still mind.")
            if delicate(question)
            else "",
        }
        for question in offered(page.instrument)
    ]


def name(page: Page, question: Question) -> str:
    label = page.reader.pick(question.label)[0] or question.key
    return f"{label} – {page.reader.pick(question.row.label)[0]}" if question.row else label


def groups(page: Page) -> list[dict[str, Any]]:
    return [{"value": each.key, "label": name(page, each)} for each in offered(page.instrument) if divides(each)]


def filters(page: Page) -> list[dict[str, Any]]:
    known = [{"value": LANGUAGE, "label": gettext("Language")}, {"value": COUNTRY, "label": gettext("Country")}]
    return [*known, *groups(page)]


def places(page: Page, sent: Sent) -> list[dict[str, Any]]:
    """The texts of the page, each with the languages in which it is missing."""
    words = {
        "lead": (gettext("At the top of the page"), gettext("What matters most, in two or three sentences.")),
        "method": (gettext("On how it was asked"), gettext("Who, when and how many stand there by themselves.")),
        "next": (gettext("What happens next"), gettext("Who decides what on these results, and when.")),
    }
    tags = page.instrument.languages
    return [
        {
            "name": place,
            "title": title,
            "hint": hint,
            "languages": [(tag, endonym(tag)) for tag in tags],
            "missing": _missing({tag: sent.get(f"{place}-{tag}") for tag in tags}),
        }
        for place, (title, hint) in words.items()
    ]


def _missing(said: Mapping[str, str]) -> list[str]:
    """The languages without a text that others have."""
    return [endonym(tag) for tag, text in said.items() if not text] if any(said.values()) else []
