"""What is said of signing and of plans, for the console."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, lazy_gettext, ngettext

from engage.maturity.domain.kinds import ActionState, EvidenceKind, LevelState, Signer
from engage.maturity.domain.sign_off import FEWEST_RATERS, Blocked, Blocker

SIGNERS: Mapping[Signer, Any] = {
    Signer.HUB_LEAD: lazy_gettext("Hub lead"),
    Signer.CITIZEN: lazy_gettext("Citizen"),
}
STATES: Mapping[ActionState, Any] = {
    ActionState.OPEN: lazy_gettext("open"),
    ActionState.DONE: lazy_gettext("done"),
    ActionState.DROPPED: lazy_gettext("dropped"),
}
STATE_TAGS = {ActionState.OPEN: "note", ActionState.DONE: "success", ActionState.DROPPED: ""}
LEVEL_STATES: Mapping[LevelState, Any] = {
    LevelState.GIVEN: lazy_gettext("given by the team"),
    LevelState.AGREED: lazy_gettext("all said the same"),
    LevelState.NEAR: lazy_gettext("close together"),
    LevelState.SPLIT: lazy_gettext("far apart"),
    LevelState.REVOTED: lazy_gettext("agreed in the workshop"),
    LevelState.UNCERTAIN: lazy_gettext("uncertain"),
}
EVIDENCE_KINDS: Mapping[EvidenceKind, Any] = {
    EvidenceKind.FILE: lazy_gettext("File"),
    EvidenceKind.LINK: lazy_gettext("Link"),
    EvidenceKind.ACTIVITY: lazy_gettext("Activity of the platform"),
    EvidenceKind.STATEMENT: lazy_gettext("Statement"),
}


def blocked(found: Blocked) -> str:
    """What stands in the way of signing, and what to do."""
    match found.blocker:
        case Blocker.NOT_CLOSED:
            return gettext("People still rate, or have not begun. Ratings have to be closed first.")
        case Blocker.OVER:
            return gettext("This round is over: it is signed or cancelled.")
        case Blocker.FEW_RATERS:
            return ngettext(
                "Only %(num)s person has handed in. A panel has at least %(least)s: with fewer, make a first look.",
                "Only %(num)s people have handed in. A panel has at least %(least)s: with fewer, make a first look.",
                found.count,
                least=FEWEST_RATERS,
            )
        case Blocker.NO_CITIZEN:
            return gettext("No citizen is among those who handed in. A hub does not judge itself without citizens.")
        case Blocker.SPLIT:
            return ngettext(
                "On %(num)s indicator people are far apart. Talk about it in the workshop and vote again.",
                "On %(num)s indicators people are far apart. Talk about them in the workshop and vote again.",
                found.count,
            )
        case Blocker.UNEXPLAINED:
            return ngettext(
                "%(num)s level is claimed although the figures of the platform do not confirm it. Say why, below.",
                "%(num)s levels are claimed although the figures of the platform do not confirm them. Say why, below.",
                found.count,
            )
        case Blocker.NO_LEVEL:
            return gettext("No indicator has a level, so there is nothing to sign.")
