"""The words of the registration form: roles, what is wrong and what to do, what the button does."""

from datetime import date

from flask_babel import format_date, gettext, lazy_gettext, ngettext

from engage.events import words_needs
from engage.events.domain.form_reading import Wrong
from engage.events.domain.kinds import AttendeeRole, Mode

ROLES = {
    AttendeeRole.CITIZEN: lazy_gettext("Citizen"),
    AttendeeRole.COMPANION: lazy_gettext("Companion or carer"),
    AttendeeRole.STAFF: lazy_gettext("Staff"),
    AttendeeRole.INTERPRETER: lazy_gettext("Interpreter"),
    AttendeeRole.SPEAKER: lazy_gettext("Speaker"),
    AttendeeRole.PRESS: lazy_gettext("Press"),
}
_WRONG = {
    Wrong.NAME: lazy_gettext("Enter the name that should stand on the badge."),
    Wrong.ROLE: lazy_gettext("Choose as what this person comes."),
    Wrong.WITH: lazy_gettext("Choose the person that this companion comes with. It cannot be another companion."),
    Wrong.BORN: lazy_gettext("Enter the date of birth as day, month and year, for example 21.11.1961."),
    Wrong.BORN_MISSING: lazy_gettext("Enter the date of birth as day, month and year, for example 21.11.1961."),
    Wrong.COUNTRY: lazy_gettext("Choose the country in which this person lives."),
    Wrong.HUB: lazy_gettext("Choose a hub, or that there is none."),
    Wrong.ORGANISED: lazy_gettext("Say whether this person comes for an organisation."),
    Wrong.SITE: lazy_gettext("Choose where you want to take part."),
    Wrong.EMAIL: lazy_gettext("Enter your mail address, for example ada@example.org."),
    Wrong.EMAIL_MISSING: lazy_gettext("Enter your mail address. We send you a link with which you confirm it."),
    Wrong.PHONE: lazy_gettext("Enter a telephone number, for example +47 22 00 00 00."),
    Wrong.LANGUAGES: lazy_gettext("Choose at least one language that this person speaks or understands."),
    Wrong.BANK_DATA: words_needs.BANK_DATA,
    Wrong.GUARDIAN: lazy_gettext("Enter the name of a parent or guardian."),
    Wrong.GUARDIAN_CONTACT: lazy_gettext("Enter a telephone number or a mail address of the parent or guardian."),
    Wrong.GUARDIAN_AGREES: lazy_gettext("Tick the box if you are the parent or guardian, or if they agree."),
    Wrong.CODE: lazy_gettext("Enter the code of your invitation."),
    Wrong.CODE_WRONG: lazy_gettext(
        "This code opens nothing for this mail address. Check both: personal invitations are good for the address "
        "that they were sent to."
    ),
}


def wrong(what: Wrong) -> str:
    """The sentence of a fault."""
    return str(_WRONG[what])


def button(mode: Mode, *, waits: bool) -> str:
    """What sending the form does."""
    if mode is Mode.DRAW:
        return gettext("Apply for the draw")
    if mode is Mode.APPROVAL:
        return gettext("Ask to take part")
    return gettext("Join the waiting list") if waits else gettext("Register")


def explained(mode: Mode) -> str:
    """How places are given, for who is about to ask for one."""
    return {
        Mode.FIRST_COME: gettext("Places go to those who register first."),
        Mode.APPROVAL: gettext("The organiser decides who takes part, and writes to you either way."),
        Mode.DRAW: gettext("Who takes part is drawn among all who apply. When you apply makes no difference."),
        Mode.INVITATION: gettext("Only people with an invitation can register."),
    }[mode]


def under_age(age: int) -> str:
    return ngettext("For people under %(num)s year", "For people under %(num)s years", age)


def consent(until: date) -> str:
    """What is agreed to where the event has no words of its own.

    :param until: the last day on which needs are kept
    """
    return gettext(
        "I agree that what I write here about health (what I need to take part, what I eat, sign languages) is stored "
        "and used to prepare this event. Only the people who prepare it read it. It is deleted by %(day)s, and before "
        "if I ask. If I write for others, they know of it and agree.",
        day=format_date(until, "long"),
    )
