"""What analysis found, in a sentence that says what to do. The place is named beside it."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext, ngettext

from engage.i18n.locales import endonym
from engage.instruments.domain.analysis.finding import Finding
from engage.instruments.domain.definition import Instrument
from engage.instruments.views.edit_words import item_title

Figures = Mapping[str, Any]


def finding_sentence(finding: Finding, instrument: Instrument) -> str:
    """A finding about an instrument; other questions are called by their words."""
    figures = dict(finding.figures)
    if "name" in figures:
        figures["name"] = item_title(instrument, figures["name"])
    return SENTENCES[finding.code](figures)


def _double_code(f: Figures) -> str:
    if f["kind"] == "rows":
        return gettext("Two rows have the code “%(code)s”. Give one of them another.", code=f["code"])
    return gettext("Two answers have the code “%(code)s”. Give one of them another.", code=f["code"])


def _no_answer(f: Figures) -> str:
    match f["reason"]:
        case "options":
            return gettext("No answer is ever offered: the conditions of all answers contradict what can be answered.")
        case "choices":
            return gettext("More answers are asked for than there are.")
    return gettext("No answer is taken: range and condition contradict each other.")


def _dead_end(f: Figures) -> str:
    return gettext("People cannot go on here: an answer is required. %(reason)s", reason=_no_answer(f))


def _asked_later(f: Figures) -> str:
    if f["same_page"]:
        return gettext("The condition asks about “%(name)s”, which stands further down on the page.", name=f["name"])
    return gettext(
        "The condition asks about “%(name)s”, which comes on a later page: when it is looked at, there is no answer.",
        name=f["name"],
    )


def _without_label(f: Figures) -> str:
    if f["kind"] == "rows":
        return ngettext("%(num)s row has no words.", "%(num)s rows have no words.", f["count"])
    return ngettext("%(num)s answer has no words.", "%(num)s answers have no words.", f["count"])


def _missing_translations(f: Figures) -> str:
    return ngettext(
        "%(language)s: %(num)s of %(texts)s texts is missing.",
        "%(language)s: %(num)s of %(texts)s texts are missing.",
        f["missing"],
        language=endonym(f["language"]),
        texts=f["texts"],
    )


def _longer(f: Figures) -> str:
    return gettext(
        "%(language)s: the first page says %(minutes)s minutes; %(typical)s are more likely.",
        language=endonym(f["language"]),
        minutes=f["minutes"],
        typical=f["typical"],
    )


SENTENCES: dict[str, Callable[[Figures], str]] = {
    "bad_expression": lambda f: gettext("The condition cannot be read: %(detail)s", detail=f["detail"]),
    "unknown_item": lambda f: gettext("There is no question “%(name)s”.", name=f["name"]),
    "unknown_option": lambda f: gettext(
        "“%(name)s” has no answer with the code “%(option)s”.", name=f["name"], option=f["option"]
    ),
    "looks_at_itself": lambda _: gettext("It is shown depending on its own answer, and so never."),
    "asked_later": _asked_later,
    "circle": lambda _: gettext("It is worked out from itself."),
    "double_code": _double_code,
    "no_options": lambda _: gettext("There are no answers to choose from."),
    "no_rows": lambda _: gettext("There are no rows."),
    "no_calculation": lambda _: gettext("There is nothing to work out."),
    "empty_section": lambda _: gettext("There is no question on this page. It is not shown."),
    "no_label": lambda _: gettext("The question has no words."),
    "part_without_label": _without_label,
    "missing_translations": _missing_translations,
    "section_never_shown": lambda _: gettext("Nobody ever comes here: no answers make the condition true."),
    "item_never_shown": lambda _: gettext("Nobody is ever asked this: no answers make the condition true."),
    "required_never_shown": lambda _: gettext(
        "An answer is required, but nobody is ever asked this: no answers make the condition true."
    ),
    "option_never_offered": lambda f: gettext(
        "Nobody is ever offered the answer “%(option)s”: no answers make its condition true.", option=f["option"]
    ),
    "no_possible_answer": _no_answer,
    "dead_end": _dead_end,
    "longer_than_said": _longer,
}
