"""The mail to those who had asked what became of an activity. What it says is read when it is sent.

It is seen by nobody and leaves the outbox when it is sent: nothing is kept of whom it went to.
"""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from engage.activities.domain.shown import picked
from engage.activities.models import Activity
from engage.core.settings import Settings
from engage.i18n.locales import nearest
from engage.i18n.named import language_name
from engage.instruments.rendering.texts import plain
from engage.mail import safe
from engage.mail.kinds import Form, MailKind, Placeholder, Translate, button, listed
from engage.mail.models import OutboxMail
from engage.outcomes.domain.kinds import RecommendationState
from engage.outcomes.domain.written import ASKED_TEXTS
from engage.outcomes.models import Outcome, Recommendation

BECAME = "outcomes.became"
MOST, LONGEST, LONGEST_HEARD = 5, 400, 700
"""Recommendations in a mail; characters of each of their texts, and of what was heard. The page has all of it."""


def outcome_of(session: Session, mail: OutboxMail) -> Outcome | None:
    return session.get(Outcome, int(mail.values.get("outcome_id") or 0))


def offered(outcome: Outcome) -> tuple[str, ...]:
    """The languages in which no text of it is missing; the one it was written in comes first."""
    asked = [getattr(each, name) for each in outcome.recommendations for name in ASKED_TEXTS]
    source, *others = outcome.languages
    written = [texts for texts in (outcome.title, outcome.heard, *asked) if texts.get(source, "").strip()]
    return (source, *(tag for tag in others if all(texts.get(tag, "").strip() for texts in written)))


def _facts(session: Session, mail: OutboxMail, language: str, _: Translate) -> Mapping[str, str | int]:
    outcome = outcome_of(session, mail)
    if outcome is None:
        return {}
    there = nearest(language, offered(outcome))
    shown = there or outcome.languages[0]
    values: dict[str, str | int] = {
        "activities": listed(_activities(session, mail, language)),
        "hub": outcome.hub.name,
        "title": _words(outcome.title, shown),
        "heard": _words(outcome.heard, shown, LONGEST_HEARD),
        "elsewhere": "" if there else _elsewhere(shown, language, _),
        "more": _more(len(outcome.recommendations) - MOST, _),
    }
    for at, each in enumerate(outcome.recommendations[:MOST], 1):
        values[f"asked_{at}"] = _("Asked for: {words}").replace("{words}", _words(each.text, shown))
        values[f"answer_{at}"] = _answer(each, shown, _)
    return values


def _activities(session: Session, mail: OutboxMail, language: str) -> list[str]:
    """What those were called at which this person asked."""
    ids = [int(number) for number in str(mail.values.get("activity_ids") or "").split(",") if number.isdecimal()]
    titles = session.scalars(select(Activity.title).where(Activity.id.in_(ids)).order_by(Activity.id))
    return [plain(picked(title, language)[0]) for title in titles]


def _words(texts: Mapping[str, str], language: str, longest: int = LONGEST) -> str:
    return safe.one_line(plain(picked(texts, language)[0]), longest)


def _answer(each: Recommendation, language: str, _: Translate) -> str:
    """What was answered, with its reason; where nobody did, whose answer is awaited."""
    body = _words(each.addressed_to, language)
    words = {
        RecommendationState.OPEN: _("{body} has not answered yet."),
        RecommendationState.ACCEPTED: _("{body} says yes."),
        RecommendationState.IN_PART: _("{body} says yes to a part of it."),
        RecommendationState.DECLINED: _("{body} says no."),
        RecommendationState.DONE: _("It is done."),
    }[each.state]
    said = [each.answer, each.reason]
    if each.state is RecommendationState.DONE:
        said.append(each.done)
    told = " ".join(filter(None, (_words(texts, language) for texts in said)))
    return f"{words.replace('{body}', body)} {told}".strip()


def _elsewhere(shown: str, language: str, _: Translate) -> str:
    words = _("We are sorry: it is not there in your language yet. You can read it in another one: {language}.")
    return words.replace("{language}", language_name(shown, language))


def _more(number: int, _: Translate) -> str:
    return _("There is more of it on the page.") if number > 0 else ""


def _page(settings: Settings, session: Session, mail: OutboxMail) -> str:
    outcome = outcome_of(session, mail)
    return f"{settings.base_url.rstrip('/')}/{mail.language}/outcomes/{outcome.slug}" if outcome else ""


def _is_public(session: Session, mail: OutboxMail, _now: datetime) -> bool:
    """A mail must not lead to what was taken back since."""
    outcome = outcome_of(session, mail)
    return outcome is not None and outcome.published_at is not None


ASKED = Placeholder("asked_1", "Asked for: buses to the clinic, also in the evening", Form.PROSE)
ANSWER = Placeholder("answer_1", "The ministry of health says yes. From June there are two lines.", Form.PROSE)


def _recommendations() -> tuple[Placeholder, ...]:
    """Their places; those that are not needed are left out of a mail."""
    others = (Placeholder(f"{name}_{at}", "", Form.PROSE) for at in range(2, MOST + 1) for name in ("asked", "answer"))
    return (ASKED, ANSWER, *others)


def kinds() -> tuple[MailKind, ...]:
    return (
        MailKind(
            name=BECAME,
            topic=None,
            subject=lambda _: _("What became of it: {title}"),
            body=lambda _: (
                _("{hub} has published what became of this. You wanted to hear of it:"),
                "{activities}",
                "{elsewhere}",
                "{title}",
                "{heard}",
                *(f"{{asked_{at}}}\n{{answer_{at}}}" for at in range(1, MOST + 1)),
                "{more}",
                button("outcome", _("Read what became of it")),
                _("This was the only mail. You are deleted from the list of people who wanted to hear of it."),
            ),
            placeholders=(
                Placeholder("activities", "Living after cancer", Form.LIST),
                Placeholder("hub", "Hub Norway"),
                Placeholder("title", "Getting to the clinic", Form.PROSE),
                Placeholder("heard", "Many people live far from a clinic and have no car.", Form.PROSE),
                *_recommendations(),
                Placeholder("more", ""),
                Placeholder("elsewhere", ""),
            ),
            links={"outcome": _page},
            facts=_facts,
            needed=_is_public,
            unseen=True,
        ),
    )
