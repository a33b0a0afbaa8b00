"""Forms of sign-off and of the plan."""

from collections.abc import Sequence

from flask_babel import gettext

from engage.maturity.domain.planning import MOST_STATEMENTS
from engage.maturity.models_after import Action
from engage.maturity.signing.plans import Planned
from engage.web.desk.forms import Filled, Sent

TITLE, COST, NOTE, STATEMENTS = 200, 100, 2000, 4000


def read_action(sent: Sent) -> Planned | None:
    """What a team says of an action; None when something is wrong with it."""
    lines = sent.read_text("statements", most=STATEMENTS, needed=gettext("Write at least one statement.")).split("\n")
    found = tuple(dict.fromkeys(line.strip() for line in lines if line.strip()))
    if len(found) > MOST_STATEMENTS:
        sent.refuse("statements", gettext("Write at most %(max)d statements.", max=MOST_STATEMENTS))
    title = sent.read_text("title", most=TITLE, needed=gettext("Say in a few words what you will do."))
    owner = sent.read_text("owner", needed=gettext("Say who does it: one person."))
    email = sent.read_mail("owner_email")
    due_on = sent.read_day("due_on", needed=gettext("Set the day by which it is done."))
    cost = sent.read_text("cost", most=COST)
    sponsor = sent.read_text("sponsor", needed=gettext("Say which citizen stands behind it."))
    if sent.wrong or due_on is None:
        return None
    return Planned(title, owner, email, due_on, cost, sponsor, found)


def proposed(statements: Sequence[str], title: str) -> Filled:
    """The form of a new action, begun with the next descriptor."""
    return Filled(text={"statements": "\n".join(statements), "title": title})


def stored(action: Action) -> Filled:
    """The form of an action that is there."""
    return Filled(
        text={
            "title": action.title,
            "owner": action.owner,
            "owner_email": action.owner_email,
            "due_on": action.due_on.isoformat(),
            "cost": action.cost,
            "sponsor": action.sponsor,
            "statements": "\n".join(each["text"] for each in action.statements),
        }
    )
