"""Forms of outcomes: what stands in them, and what was typed, read. A text in German is the field `heard-de`."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from flask_babel import gettext

from engage.activities.domain.kinds import MissionArea, Sector
from engage.outcomes import messages
from engage.outcomes.domain.checking import Problem, longest
from engage.outcomes.domain.kinds import CitizensRole, RecommendationState, RestKind
from engage.outcomes.domain.written import ASKED_DAYS, ASKED_TEXTS, Asked, Rest, Texts, Written
from engage.web.desk.forms import Filled, Sent

OUTCOME_TEXTS = ("title", "heard")


def _of_texts(name: str, texts: Texts) -> dict[str, str]:
    return {f"{name}-{tag}": words for tag, words in texts.items()}


def _read_texts(sent: Sent, name: str, languages: Iterable[str]) -> Texts:
    """A text in the languages of the outcome."""
    return {tag: sent.read_text(f"{name}-{tag}", most=longest(name)) for tag in languages}


# -- what an outcome says itself


def stored_outcome(written: Written, hub: str) -> Filled:
    text = {"hub": hub, "source": written.source}
    for name in OUTCOME_TEXTS:
        text |= _of_texts(name, getattr(written, name))
    lists = {
        "languages": list(written.languages),
        "areas": list(written.mission_areas),
        "sectors": list(written.sectors),
    }
    return Filled(text, lists)


def chosen_languages(sent: Sent) -> tuple[str, ...]:
    """Those that were ticked or typed, the one it is written in first."""
    source = sent.get("source")
    found = sent.read_languages("languages")
    if source not in found and source in sent.all("known"):
        found = [source, *found]
    return tuple(dict.fromkeys((*([source] if source in found else []), *found)))


def read_outcome(sent: Sent, before: Written, hubs: Collection[str]) -> tuple[Written, str]:
    """What an outcome says, with all that this form does not ask as it was; and the hub it belongs to."""
    languages = chosen_languages(sent)
    texts = {name: _read_texts(sent, name, languages) for name in OUTCOME_TEXTS}
    for tag in languages[1:]:
        if not texts["title"][tag]:
            sent.refuse(f"title-{tag}", gettext("Write the title in this language, or take the language out below."))
    written = replace(
        before,
        languages=languages,
        title=texts["title"],
        heard=texts["heard"],
        mission_areas=tuple(sent.read_some("areas", MissionArea)),
        sectors=tuple(sent.read_some("sectors", Sector)),
    )
    hub = sent.get("hub")
    if hub not in hubs:
        sent.refuse("hub", gettext("Choose a hub for which you may write outcomes."))
    return written, hub


# -- one recommendation


def stored_asked(asked: Asked) -> Filled:
    text = {"state": asked.state.value, "role": asked.citizens_role.value if asked.citizens_role else ""}
    for name in ASKED_TEXTS:
        text |= _of_texts(name, getattr(asked, name))
    for name in ASKED_DAYS:
        day = getattr(asked, name)
        text[name] = day.isoformat() if day else ""
    return Filled(text)


def read_asked(sent: Sent, before: Asked, languages: Sequence[str]) -> Asked:
    """A recommendation as it was typed."""
    texts = {name: _read_texts(sent, name, languages) for name in ASKED_TEXTS}
    days = {name: sent.read_day(name) for name in ASKED_DAYS}
    role = sent.get("role") and sent.read_one("role", CitizensRole)
    return Asked(
        text=texts["text"],
        addressed_to=texts["addressed_to"],
        handed_on=days["handed_on"],
        state=RecommendationState(sent.read_one("state", RecommendationState, other=before.state)),
        answer=texts["answer"],
        reason=texts["reason"],
        answered_on=days["answered_on"],
        decision=texts["decision"],
        decided_by=texts["decided_by"],
        decided_on=days["decided_on"],
        citizens_role=CitizensRole(role) if role else None,
        due_on=days["due_on"],
        done=texts["done"],
        done_on=days["done_on"],
        id=before.id,
    )


# -- a page elsewhere


def read_link(sent: Sent, languages: Sequence[str]) -> Rest:
    label = _read_texts(sent, "label", languages)
    return Rest(RestKind.LINK, label=label, link=sent.read_text("link", most=500))


# -- what the rules found wrong


def refuse(sent: Filled, problems: Iterable[Problem], source: str, *, at: int | None, named: Mapping[str, str]) -> None:
    """Say at its field what is wrong.

    :param at: the recommendation or reference that the form is about; None: the outcome itself
    :param named: fields that the form calls otherwise than the rules do
    """
    texts = {*OUTCOME_TEXTS, *ASKED_TEXTS, "label"}
    for problem in problems:
        here = problem.at == at
        name = named.get(problem.field, f"{problem.field}-{source}" if problem.field in texts else problem.field)
        sent.errors.setdefault(name if here else "", messages.sentence(problem))
