"""A page of questions filled in, and what is wrong with what was typed on it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup, escape

from engage.instruments.domain.checks import Problem, check_in
from engage.instruments.domain.definition import Item, Section
from engage.instruments.domain.journey import ItemOnPath, Journey, Raw
from engage.instruments.domain.settling import settled
from engage.instruments.messages import sentence
from engage.instruments.rendering import live
from engage.instruments.rendering.answers import spoken
from engage.instruments.rendering.filling import Filling, anchor
from engage.surveys import pages
from engage.surveys.views import inputs, trying, uploads
from engage.surveys.views.respondent import Respondent, Visit, use_interface
from engage.web import forgery

Fillers = dict[str, Callable[..., str]]


def question_page(
    here: Visit,
    who: Respondent,
    section: Section,
    journey: Journey,
    problems: Mapping[str, str],
    *,
    opened: bool = False,
    slots: Fillers | None = None,
    blocks: Fillers | None = None,
) -> str:
    """A section, or one entry of a section that repeats (then the journey is the entry's)."""
    version = who.draft.version_id
    compiled = pages.section_page(here.survey, who.edition, version, section, here.lang, faultless=not problems)
    filling = Filling(journey, problems)
    if problems:
        use_interface(here)
    path = journey.sections()
    at = path.index(section) + 1 if section in path else 1
    step = pages.step(here.edition, here.lang, at, len(path))

    def problem_list() -> str:
        owners = journey.questionnaire.owners
        return "".join(
            Markup('<li><a href="#{}">{}</a></li>').format(anchor(key, owners[key], journey), text)
            for key, text in problems.items()
        )

    own: dict[str, Callable[..., str]] = {
        "title_prefix": lambda: f"{escape(gettext('Error:'))} " if problems else "",
        "step": lambda: step,
        "steps": lambda: str(len(path)),
        "at": lambda: str(at),
        "csrf": lambda: forgery.token(who.draft.keys.form),
        "problem_list": problem_list,
    }
    own_blocks: dict[str, Callable[..., str]] = {
        "problems": lambda parts, fill: fill(parts) if problems else "",
        "saved": lambda parts, fill: fill(parts) if opened else "",
        "said": lambda parts, fill: fill(parts) if trying.kept() else "",
    }
    return compiled.fill(filling.slots | own | (slots or {}), filling.blocks | own_blocks | (blocks or {}))


def judged(
    here: Visit, before: Journey, after: Journey, section: Section, shown_before: set[str]
) -> tuple[dict[str, str], list[Item]]:
    """What is wrong with what a page sent, and the items that its answers opened: those are not judged yet."""
    on_path = after.section(section).items
    opened = [asked for asked in on_path if asked.item.name not in shown_before]
    new = [asked.item for asked in opened if asked.item.is_question and not asked.item.read_only]
    if not inputs.kept_up_to_date():
        new += live.grown(before, after, [item for item in section.items if item.name in shown_before])
    problems = problems_of(here, after, on_path, without={item.name for item in new})
    return problems | sentences(here, after, list(uploads.refused())), new


def problems_of(here: Visit, journey: Journey, items: Iterable[ItemOnPath], *, without: set[str]) -> dict[str, str]:
    found: list[Problem] = []
    for asked in items:
        if asked.item.name not in without:
            found += check_in(journey, asked)[1]
    return sentences(here, journey, found)


def sentences(here: Visit, journey: Journey, problems: list[Problem]) -> dict[str, str]:
    if not problems:
        return {}
    use_interface(here)
    owners = journey.questionnaire.owners
    return {
        problem.key: spoken(sentence(problem, owners[problem.key], here.lang), journey)
        if problem.message
        else sentence(problem, owners[problem.key], here.lang)
        for problem in problems
    }


def with_settled(before: Journey, changed: Raw) -> tuple[Journey, Raw]:
    """The journey after these changes, and the changes with what calculations keep because of them."""
    after = Journey(before.questionnaire, {**before.raw, **changed}, before.circumstances)
    if not before.questionnaire.kept:
        return after, changed
    changed = {**changed, **settled(before, after)}
    return Journey(before.questionnaire, {**before.raw, **changed}, before.circumstances), changed


def refreshed(after: Journey, section: Section) -> ResponseReturnValue:
    """What of the page is asked and shown now: for scripts; nothing is stored."""
    response: Any = jsonify(live.state(after, section))
    response.headers["Cache-Control"] = "no-store"
    return response  # type: ignore[no-any-return]
