"""One topic in the console: its words as they came, and what a team does with it."""

from collections.abc import Callable
from typing import Any

from flask import flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.activities.models import Activity
from engage.core.clock import utcnow
from engage.core.refusal import Refusal
from engage.db.session import db
from engage.hubs.domain.texts import said
from engage.i18n.named import language_name
from engage.outcomes import forms_topics as forms
from engage.outcomes.domain.kinds import PUBLIC_TOPICS, TopicState
from engage.outcomes.domain.topics import ANSWER_WORKING_DAYS, LONGEST_ANSWER, LONGEST_TEXT, LONGEST_TITLE
from engage.outcomes.models import Outcome
from engage.outcomes.models_topics import Topic
from engage.outcomes.topics import keeping
from engage.outcomes.views import public_topics_words as words
from engage.outcomes.views.manage_topics import bp, hub_name, title_of, topic_or_404, waits
from engage.web import trail
from engage.web.console import render
from engage.web.desk import require_token
from engage.web.desk.forms import Filled, Sent, is_count
from engage.web.permissions import Permission, permission

THING = "citizen_topic"


@bp.get("/<int:number>")
@permission(Permission.TOPICS)
def topic(number: int) -> ResponseReturnValue:
    found = topic_or_404(number)
    return _page(found, forms.stored(found))


@bp.post("/<int:number>/words")
@permission(Permission.TOPICS)
def put_into_words(number: int) -> ResponseReturnValue:
    """Save what everybody sees; with the button for it, show it as well."""
    found, sent = topic_or_404(number), _sent()
    show = request.form.get("_action") == "show" and found.state not in PUBLIC_TOPICS
    title, text = forms.read_words(sent, forms.tags(found), shown=show or found.state in PUBLIC_TOPICS)

    def deed(held: Topic) -> None:
        keeping.put_into_words(held, title, text)
        if show:
            keeping.show(held, today=utcnow().date())

    if show:
        return _done(found, sent, "topic.shown", gettext("Everybody sees it now."), deed)
    return _done(found, sent, "topic.worded", gettext("It is saved."), deed)


@bp.post("/<int:number>/not-show")
@permission(Permission.TOPICS)
def not_show(number: int) -> ResponseReturnValue:
    found, sent = topic_or_404(number), _sent()
    why = forms.read_reason(sent)

    def deed(held: Topic) -> None:
        keeping.do_not_show(held, why, today=utcnow().date())

    return _done(found, sent, "topic.not-shown", gettext("Nobody else sees it."), deed, reason=why.value)


@bp.post("/<int:number>/take-up")
@permission(Permission.TOPICS)
def take_up(number: int) -> ResponseReturnValue:
    """Say which activity or outcome deals with it; or that none does any more."""
    found, sent = topic_or_404(number), _sent()
    if request.form.get("_action") == "leave":
        return _done(found, sent, "topic.left", gettext("It is saved."), keeping.leave)
    activity_id, outcome_id = forms.read_deals(sent, {each["value"] for each in _offered(found) if each["value"]})

    def deed(held: Topic) -> None:
        keeping.take_up(held, activity_id=activity_id, outcome_id=outcome_id)

    return _done(
        found, sent, "topic.taken-up", gettext("It is taken up."), deed, activity=activity_id, outcome=outcome_id
    )


@bp.post("/<int:number>/answer")
@permission(Permission.TOPICS)
def answer(number: int) -> ResponseReturnValue:
    """Answer, or take the answer back."""
    found, sent = topic_or_404(number), _sent()
    if request.form.get("_action") == "take-back":
        return _done(found, sent, "topic.answer-taken-back", gettext("The answer is taken back."), keeping.take_back)
    given = forms.read_answer(sent, forms.tags(found))

    def deed(held: Topic) -> None:
        keeping.answer(held, given, today=utcnow().date())

    return _done(found, sent, "topic.answered", gettext("The answer is on the list."), deed)


def _sent() -> Sent:
    require_token()
    return Sent(request.form)


def _done(
    found: Topic, sent: Sent, action: str, told: str, deed: Callable[[Topic], None], **details: Any
) -> ResponseReturnValue:
    """Do it, and say so in the trail, without any words of the topic."""
    session, number = db.session(), found.id
    if sent.wrong:
        return _page(found, _with(found, sent)), 422
    seen = sent.get("seen")
    try:
        held = keeping.held(session, number, seen=int(seen) if is_count(seen) else 0)
        deed(held)
    except Refusal as refusal:
        session.rollback()
        again = topic_or_404(number)
        return _page(again, _with(again, sent), refused=str(forms.REFUSALS[refusal.code])), 409
    trail.note(session, action, THING, number, now=utcnow(), hub_id=held.hub_id, **details)
    session.commit()
    flash(told)
    return redirect(url_for("manage_topics.topic", number=number), code=303)


def _with(topic: Topic, sent: Sent) -> Filled:
    """What was typed in one form of the page, and what stands in the others."""
    kept = forms.stored(topic)
    return Filled(kept.text | sent.text, sent.lists, sent.errors)


def _page(topic: Topic, filled: Filled, *, refused: str = "") -> str:
    title, tongue = title_of(topic)
    since, late = waits(topic)
    return render(
        "outcomes/manage/topic.html",
        topic=topic,
        filled=filled,
        refused=refused,
        title=title,
        tongue=tongue,
        since=since,
        late=late,
        words=words,
        hub_name=hub_name(topic.hub),
        public=topic.state in PUBLIC_TOPICS,
        waiting=topic.state is TopicState.WAITING,
        languages=[(tag, language_name(tag, g.interface)) for tag in forms.tags(topic)],
        came_in=language_name(topic.language, g.interface),
        reasons=[{"value": each.value, "label": str(label)} for each, label in forms.REASONS.items()],
        offered=_offered(topic) if topic.state in PUBLIC_TOPICS else [],
        target=ANSWER_WORKING_DAYS,
        most={"title": LONGEST_TITLE, "text": LONGEST_TEXT, "answer": LONGEST_ANSWER},
    )


def _offered(topic: Topic) -> list[dict[str, str]]:
    """What can deal with it: activities and outcomes of its hub."""
    activities, outcomes = keeping.to_take_up(db.session(), topic.hub_id)
    found = [{"value": "", "label": gettext("Choose one")}]
    found += [{"value": f"{forms.OUTCOME}:{each.id}", "label": _outcome(each)} for each in outcomes]
    return found + [{"value": f"{forms.ACTIVITY}:{each.id}", "label": _activity(each)} for each in activities]


def _outcome(outcome: Outcome) -> str:
    title = said(outcome.title, g.interface, outcome.languages).text
    if outcome.published_at is None:
        return gettext("Outcome: %(title)s (not published yet)", title=title)
    return gettext("Outcome: %(title)s", title=title)


def _activity(activity: Activity) -> str:
    return gettext("Activity: %(title)s", title=said(activity.title, g.interface, activity.languages).text)
