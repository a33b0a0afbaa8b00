"""Sentences about events for hub teams: refusals, what is missing, what is in the way."""

from flask_babel import gettext, lazy_gettext, ngettext

from engage.core.refusal import Refusal
from engage.events.domain.publishing import Advice, Missing

MISSING = {
    Missing.TITLE: lazy_gettext("Write a title."),
    Missing.SUMMARY: lazy_gettext("Say in a few sentences what it is about."),
    Missing.PAST: lazy_gettext("Choose a time to come: it would have begun by now."),
    Missing.SITE: lazy_gettext("Say where it takes place."),
    Missing.ADDRESS: lazy_gettext("Write the address of each room, so that people find it."),
    Missing.CONTACT: lazy_gettext("Say whom people can ask: neither the event nor its hub has a contact."),
    Missing.QUESTIONS: lazy_gettext("Publish your questions, or take them out: nobody has said that they are ready."),
    Missing.CLOSES: lazy_gettext("Registration closes before it opens. Change one of the two."),
}
ADVICE = {
    Advice.ABOUT: lazy_gettext("A longer description is empty."),
    Advice.CONSENT: lazy_gettext(
        "You ask about health: people agree to our words on that. Write your own where they do not fit."
    ),
    Advice.PLACES: lazy_gettext("There is no limit of places: everybody who registers gets one."),
    Advice.MINIMUMS: lazy_gettext("The minimums of the quotas are more than the places there are."),
    Advice.JOIN_LINK: lazy_gettext("The link of an online room is not there yet."),
    Advice.LANGUAGES: lazy_gettext("Some languages are not complete. They open by themselves when they are."),
}
_REFUSALS = {
    "changed_meanwhile": lazy_gettext(
        "Somebody else has changed this event since you opened the page. Look at it again before you save."
    ),
    "ends_first": lazy_gettext("The end comes before the beginning. Choose a later time."),
    "site_in_use": lazy_gettext("People are registered for this site, or were. It stays; you can rename it."),
    "last_site": lazy_gettext("An event has one site at least. Add another before you take this one away."),
    "not_a_draft": lazy_gettext("It was announced, and people know of it. Cancel it instead."),
    "not_announced": lazy_gettext("Only an announced event that is not over can be moved or cancelled."),
    "text_too_long": lazy_gettext("A text is too long for its place. Write a shorter one."),
    "title_needed": lazy_gettext("An event needs a title in the language that it is written in."),
    "not_a_text": lazy_gettext("This text is no longer there. Open the page again."),
    "own_words": lazy_gettext("You translated these words yourself. Somebody else reviews or approves them."),
    "file_too_large": lazy_gettext("The file is too large. It may have at most 20 megabytes."),
    "not_a_safe_file": lazy_gettext(
        "This file cannot be offered. Take a PDF, a document, slides, a table, a picture, sound or film."
    ),
    "minimums_too_many": lazy_gettext("The minimums of the groups are more than the places there are."),
    "quota_upside_down": lazy_gettext("A maximum is less than its minimum."),
    "not_a_language": lazy_gettext("Write a language tag, for example en, nb or de-AT."),
    "not_allowed": lazy_gettext("Write another title."),
}


def refused(refusal: Refusal) -> str:
    """Why something did not happen, and what to do."""
    if refusal.code == "quota_of_health":
        return gettext(
            "A quota counts a question that is about health in this version, and who gets a place would give the "
            "answer away: %(quotas)s. Take the quota away under Places, or ask the question without health.",
            quotas=str(refusal),
        )
    said = _REFUSALS.get(refusal.code)
    return str(said) if said is not None else gettext("This is not possible now. Open the page again.")


def told(number: int, by_hand: int) -> str:
    """Who was told, and who has to be told by somebody."""
    said = ngettext("%(num)s registration gets a mail.", "%(num)s registrations get a mail.", number)
    if not by_hand:
        return said
    more = ngettext(
        "%(num)s has no mail address: tell them yourself.", "%(num)s have no mail address: tell them yourself.", by_hand
    )
    return f"{said} {more}"


def own_left(number: int) -> str:
    """Of what was reviewed or approved: what has to be done by somebody else."""
    return ngettext(
        "%(num)s text is left: you translated it yourself, so somebody else says yes to it.",
        "%(num)s texts are left: you translated them yourself, so somebody else says yes to them.",
        number,
    )
