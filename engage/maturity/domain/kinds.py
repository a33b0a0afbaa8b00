"""Words with fixed meaning in self-assessment."""

from enum import StrEnum


class AssessmentKind(StrEnum):
    """How much of a model is looked at, and by whom."""

    FIRST_LOOK = "first-look"
    """One or two people and the core indicators: a start, never an assessment, never compared."""
    CORE = "core"
    """A panel and the core indicators, half a year after a full round."""
    FULL = "full"


class Stage(StrEnum):
    """Where an assessment stands."""

    PREPARING = "preparing"
    """Dates, panel, evidence; of a first look: levels are being given."""
    RATING = "rating"
    """People rate, each for themselves."""
    CONSENSUS = "consensus"
    """Ratings are closed: digest, workshop, check of evidence, mirror."""
    SIGNED = "signed"
    """Frozen; a plan follows. Of a first look: finished, and signed by nobody."""
    CANCELLED = "cancelled"


class StepName(StrEnum):
    """The steps that have a page of their own, in their order."""

    ROUND = "round"
    PANEL = "panel"
    EVIDENCE = "evidence"
    RATING = "rating"
    DIGEST = "digest"
    WORKSHOP = "workshop"
    MIRROR = "mirror"
    SIGN_OFF = "sign-off"
    PLAN = "plan"


class Confidence(StrEnum):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class EvidenceKind(StrEnum):
    FILE = "file"
    LINK = "link"
    ACTIVITY = "activity"
    STATEMENT = "statement"


class LevelState(StrEnum):
    """How the level of an indicator came about."""

    GIVEN = "given"
    """By the one or two people of a first look."""
    AGREED = "agreed"
    NEAR = "near"
    """Close enough: the lower median holds."""
    SPLIT = "split"
    """Still to be talked about."""
    REVOTED = "revoted"
    """Agreed or near after a re-vote."""
    UNCERTAIN = "uncertain"
    """Split after the re-votes: the lower median holds, and the minority is printed."""


class WorkshopPhase(StrEnum):
    """What the room sees."""

    SHOWING = "showing"
    VOTING = "voting"
    HELD = "held"
    """The vote is closed, and its result not shown yet."""
    RESULT = "result"
    CLOSED = "closed"


class FactSource(StrEnum):
    """Where a figure comes from."""

    COMPUTED = "computed"
    DECLARED = "declared"
    NONE = "none"
    """Not measured here; needs no explanation."""


class Signer(StrEnum):
    HUB_LEAD = "hub-lead"
    CITIZEN = "citizen"


class ActionState(StrEnum):
    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class ResourceKind(StrEnum):
    GUIDE = "guide"
    TOOLKIT = "toolkit"
    TRAINING = "training"


class ModelState(StrEnum):
    DRAFT = "draft"
    """Imported; new rounds do not take it yet."""
    IN_USE = "in-use"
    RETIRED = "retired"
