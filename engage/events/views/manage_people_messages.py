"""Sentences about registrations for hub teams: what could not be done, and what to do."""

from flask_babel import gettext, lazy_gettext

from engage.core.refusal import Refusal
from engage.events.people.inviting import Wrong
from engage.selection import InfeasibleTargets

_REFUSALS = {
    "does_not_fit": lazy_gettext(
        "There is no place for this party now. It keeps its number on the waiting list. To let it in, add places or "
        "change the quotas."
    ),
    "not_possible_now": lazy_gettext(
        "This cannot be done any more: the registration has changed meanwhile, or the event has begun."
    ),
    "offer_over": lazy_gettext("The deadline has passed, and the places have gone to the next."),
    "event_full": lazy_gettext("All places are taken, and the waiting list is full."),
    "note_empty": lazy_gettext("Write something first."),
    "decided_already": lazy_gettext("Somebody has decided this already."),
    "no_words": lazy_gettext("Write a subject and a text, in one language at least; in each language both."),
    "nobody_to_write_to": lazy_gettext("Nobody in this group has a mail address."),
    "sent_already": lazy_gettext("This mail was sent a moment ago. It went to everybody once."),
    "code_taken": lazy_gettext("This event has that code already. Choose another."),
    "not_a_code": lazy_gettext("A code has 4 to 40 letters, digits and dashes. It may not begin or end with a dash."),
    "not_a_draw": lazy_gettext(
        "The places of this event are not drawn. Choose “People apply, then places are drawn within the quotas” "
        "under Registration first."
    ),
    "draw_not_announced": lazy_gettext("Say first where the seed will come from, so that everybody can check it."),
    "draw_still_open": lazy_gettext("Close the registration first: who takes part must stand before the draw."),
    "already_drawn": lazy_gettext("The places have been drawn. A draw happens once."),
    "draw_pool_changed": lazy_gettext(
        "Somebody came or went while the draw was worked out. Nothing was drawn. Press the button again."
    ),
    "nobody_applied": lazy_gettext("Nobody has applied yet."),
    "no_seed": lazy_gettext("Type the seed: the number that came out at the announced source."),
    "targets_too_hard": lazy_gettext(
        "The quotas are so tight that it could not be said in time whether they can be met together. Make some wider."
    ),
}
WRONG = {
    Wrong.NO_ADDRESS: lazy_gettext("This is not a mail address."),
    Wrong.TWICE: lazy_gettext("This address stands in the list twice, or is invited already."),
    Wrong.LANGUAGE: lazy_gettext("This language is not offered here. Use its code, for example “en”, or leave it out."),
    Wrong.TOO_MANY: lazy_gettext("A list has at most 2,000 lines. Take in the rest afterwards."),
}


def sentence(refusal: Refusal) -> str:
    """A refusal in words."""
    if isinstance(refusal, InfeasibleTargets):
        named = "; ".join(target.called for target in refusal.targets)
        return gettext(
            "These quotas cannot be met with who applied: %(quotas)s. Change them under Places.", quotas=named
        )
    known = _REFUSALS.get(refusal.code)
    return str(known) if known else gettext("This is not possible now.")
