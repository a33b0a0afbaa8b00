"""Sentences of the pages of people: refusals, and what was done."""

from flask_babel import gettext

from engage.accounts.people import State
from engage.core.refusal import Refusal


def refused(refusal: Refusal) -> str:
    """Why something was not done, and what to do."""
    return {
        "not_yours": gettext("This role is not yours to give or take. Ask the network office."),
        "yourself": gettext("Your own roles are given and taken by others. You can close your account yourself."),
        "last_of_the_office": gettext(
            "This is the only account of the network office that can sign in. Give somebody else that role first."
        ),
        "no_role": gettext("Choose at least one role."),
        "switched_off": gettext(
            "There is an account with this address, and it is switched off. Switch it on again, or ask the network "
            "office to."
        ),
        "not_invited": gettext("The invitation was accepted already, or the account is switched off."),
        "no_such_thing": gettext("This is not there any more. Look at the page again."),
        "address_taken": gettext("Another account has this mail address."),
    }[refusal.code]


def state(which: State) -> tuple[str, str]:
    """What a state is called, and the kind of its tag."""
    return {
        State.INVITED: (gettext("Invited"), "warning"),
        State.ACTIVE: (gettext("Active"), "success"),
        State.OFF: (gettext("Switched off"), "error"),
    }[which]
