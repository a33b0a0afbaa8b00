"""Sentences about self-assessment for hub teams: refusals by their code. Each part adds its own."""

from flask_babel import gettext, lazy_gettext

from engage.core.refusal import Refusal

REFUSALS = {
    # rounds
    "changed_meanwhile": lazy_gettext(
        "Somebody else has changed this round since you opened the page. Look at it again before you save."
    ),
    "round_not_comparable": lazy_gettext("A round of this hub cannot start from that one. Choose another, or none."),
    "no_model_in_use": lazy_gettext("No version of the model is in use. Ask the network office."),
    "round_too_late": lazy_gettext("The round has gone on, so this is no longer changed."),
    "round_no_rating_day": lazy_gettext("First set the last day of rating. It has to lie ahead."),
    "round_nobody_rates": lazy_gettext("Nobody is on the panel yet. Enter at least one person who rates."),
    "first_look_nothing_said": lazy_gettext("Nothing is answered yet. Answer at least one question with a level."),
    "first_look_followed": lazy_gettext("A round starts from this first look, so it stays as it is."),
    # panel
    "member_while_rating": lazy_gettext(
        "People rate already, so nobody is taken off the panel. Who does not want to take part can say so with their "
        "own link."
    ),
    "member_on_panel": lazy_gettext("Somebody with this mail address is on the panel already."),
    "panel_full": lazy_gettext("The panel cannot have more people."),
    "member_no_address": lazy_gettext("There is no mail address to write to. This person rates on paper."),
    "member_declined": lazy_gettext("This person has declined, and is not written to again."),
    "panel_reminded_lately": lazy_gettext("The panel was reminded less than two days ago. Wait a little."),
    # rating
    "ratings_not_open": lazy_gettext("Rating is not open: not yet, or closed already."),
    "ratings_shut": lazy_gettext("Nothing is taken now: rating is not open, or this sheet is handed in already."),
    "nothing_to_hand_in": lazy_gettext("Nothing is typed in yet. Answer at least one question."),
    "not_in_consensus": lazy_gettext(
        "This is possible from the closing of rating until the round is signed. Nothing was changed."
    ),
    # workshop and mirror
    "workshop_not_on": lazy_gettext("The workshop is not on: not begun, ended, or the round is signed."),
    "workshop_moved_on": lazy_gettext(
        "Somebody else has gone on with the room since you opened the page. This is how it stands now. Nothing was "
        "changed."
    ),
    "workshop_vote_on": lazy_gettext("A vote has no result yet. Show its result, or call it off."),
    "workshop_no_vote_left": lazy_gettext("The room has voted twice on this question. It does not vote again."),
    "workshop_nobody_voted": lazy_gettext(
        "Nobody has voted. Take votes again, type in votes on paper, or call the vote off."
    ),
    "room_more_than_panel": lazy_gettext(
        "That is more people than sit on the panel. Count again. Nothing was changed."
    ),
    "room_too_few": lazy_gettext(
        "Too few people decide here for the panel: it takes half of those who rated, and at least three of them. "
        "Nothing was changed."
    ),
    "mirror_not_now": lazy_gettext("This is possible from the opening of rating until the round is signed."),
    "mirror_not_made": lazy_gettext(
        "No survey could be made: the model has no statements in plain words, or surveys are not offered here."
    ),
    # signing and plans
    "signing_changed": lazy_gettext(
        "The result has changed since you opened the page. It is shown below as it is now. Read it before you sign."
    ),
    "signing_same_person": lazy_gettext("You have signed already. Somebody else signs as the other."),
    "signing_of_the_team": lazy_gettext(
        "You work on this assessment for the hub. Somebody who does not signs as a citizen."
    ),
    "signing_reason_needed": lazy_gettext(
        "The panel is not as the protocol has it. Say why: it is printed beside the result."
    ),
    "signing_lead_first": lazy_gettext(
        "The panel is not as the protocol has it. The hub lead signs first and says why, so that you can read it."
    ),
    "cannot_sign": lazy_gettext("Something still stands in the way of signing. It is listed below."),
    "plan_full": lazy_gettext("A plan has at most five actions. Drop one before you add another."),
    "plan_not_open": lazy_gettext("A plan follows a signed round."),
    "plan_action_closed": lazy_gettext("This action is done or dropped. Open it again before you change it."),
    # evidence and facts
    "assessment_over": lazy_gettext("This self-assessment is signed or cancelled, and does not change any more."),
    "evidence_too_large": lazy_gettext("The file is too large. At most 10 MB fit. Add a smaller one, or a link."),
    "evidence_not_taken": lazy_gettext(
        "We cannot take a file of this kind. Save it as a PDF and choose that, or add a link."
    ),
    "evidence_unsafe": lazy_gettext(
        "The file cannot be opened, is locked with a password, or has programs (macros) inside. Save it as a PDF."
    ),
    "too_much_evidence": lazy_gettext(
        "There is too much evidence already: at most 100 pieces, and 150 MB of files. Take something away first."
    ),
    "evidence_gone": lazy_gettext("This is deleted for good, or belongs to something that is over."),
    "wrong_figures": lazy_gettext("One of the figures cannot be right. Look at the page again."),
    "nothing_to_explain": lazy_gettext("There is nothing to explain here any more."),
    "checker_of_the_team": lazy_gettext(
        "You work on this evidence yourself. Somebody from outside the team has to check it."
    ),
    "checked_too_high": lazy_gettext("A check confirms what the team says, or lowers it."),
}


def refused(refusal: Refusal) -> str:
    """Why something was not done, in a sentence."""
    known = REFUSALS.get(refusal.code)
    return str(known) if known is not None else gettext("This is not possible now. Look at the page again.")
