"""What a signed assessment says, as one text that never changes: written once, read for ever, never computed again.

The text is canonical JSON (keys in order, no needless spaces, UTF-8), so that its SHA-256 can be checked by anybody
with any program; `order` keeps the order of the model. It names nobody: no member of the panel, no signer.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from engage.maturity.domain.deviations import Deviation, Rule
from engage.maturity.domain.kinds import AssessmentKind, EvidenceKind, FactSource, LevelState, Signer
from engage.maturity.domain.model import Gate
from engage.maturity.domain.scoring import DimensionScore, FiredGate, IndicatorScore, Score
from engage.maturity.domain.spread import Spread, spread
from engage.maturity.domain.uncertainty import Agreement

FORMAT = 1


@dataclass(frozen=True, slots=True)
class SignedLevel:
    """What the panel gave an indicator, and how far it was of one mind before it talked."""

    state: LevelState
    reason: str = ""
    """Why it does not apply."""
    minority: str = ""
    """The view of those who disagree."""
    revotes: int = 0
    counts: Mapping[int, int] = field(default_factory=dict)
    """{level: people} of the blind ratings."""
    cannot_judge: int = 0
    room: Mapping[str, int] = field(default_factory=dict)
    """How many of the room decided for what, by answer, where it voted again: a few hands are seen to be few."""

    @property
    def spread(self) -> Spread | None:
        """None when nobody gave a level."""
        return spread(self.counts, cannot_judge=self.cannot_judge)


@dataclass(frozen=True, slots=True)
class SignedEvidence:
    title: str
    kind: EvidenceKind
    evidence_class: str
    """That it counts as."""
    indicators: tuple[str, ...]
    dated_on: date | None = None
    url: str = ""
    file_name: str = ""
    digest: str = ""
    """SHA-256 of a file, hexadecimal."""
    checked: bool = False
    """Somebody from outside has looked at it."""


@dataclass(frozen=True, slots=True)
class SignedFact:
    metric: str
    source: FactSource
    figures: Mapping[str, float]
    by_hand: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class SignedTest:
    indicator: str
    metric: str
    level: int
    passed: bool | None
    explanation: str = ""


@dataclass(frozen=True, slots=True)
class SignedPanel:
    members: int
    """Who have not declined."""
    handed_in: int
    citizens: int
    outside: int
    regional: int


@dataclass(frozen=True, slots=True)
class Signature:
    signer: Signer
    on: date
    note: str = ""


@dataclass(frozen=True, slots=True)
class Signed:
    """One signed assessment."""

    hub: str
    """The hub's slug."""
    kind: AssessmentKind
    number: int
    title: str
    period_from: date
    period_until: date
    model_id: str
    model_version: str
    model_digest: str
    score: Score
    levels: Mapping[str, SignedLevel]
    evidence: tuple[SignedEvidence, ...]
    facts: Mapping[str, SignedFact]
    tests: tuple[SignedTest, ...]
    deviations: tuple[Deviation, ...]
    panel: SignedPanel
    targets: Mapping[str, int]
    seed: int
    agreement: Agreement | None = None
    mirror: Mapping[str, Any] | None = None
    """What people who took part said, as the mirror has it; None: they were not asked."""
    signatures: tuple[Signature, ...] = ()
    """Empty until both have signed."""

    @property
    def signed_on(self) -> date | None:
        """The day of the later signature."""
        return max((each.on for each in self.signatures), default=None)

    @property
    def model_major(self) -> int:
        return int(self.model_version.split(".", maxsplit=1)[0])


def write(signed: Signed) -> str:
    """The canonical text."""
    order = {"indicators": list(signed.score.indicators), "dimensions": list(signed.score.dimensions)}
    document = {"format": FORMAT, "order": order, **asdict(signed)}
    return json.dumps(_plain(document), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def digest(text: str) -> str:
    """SHA-256 of a text in UTF-8, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def read(text: str) -> Signed:
    """What `write` wrote.

    :raises KeyError: for a text that is none
    """
    given: dict[str, Any] = json.loads(text)
    order = given["order"]
    return Signed(
        hub=given["hub"],
        kind=AssessmentKind(given["kind"]),
        number=given["number"],
        title=given["title"],
        period_from=date.fromisoformat(given["period_from"]),
        period_until=date.fromisoformat(given["period_until"]),
        model_id=given["model_id"],
        model_version=given["model_version"],
        model_digest=given["model_digest"],
        score=_score(given["score"], order),
        levels={id_: _level(given["levels"][id_]) for id_ in order["indicators"] if id_ in given["levels"]},
        evidence=tuple(map(_evidence, given["evidence"])),
        facts={
            id_: SignedFact(
                id_, FactSource(each["source"]), each["figures"], tuple(each["by_hand"]), each.get("note", "")
            )
            for id_, each in given["facts"].items()
        },
        tests=tuple(SignedTest(**each) for each in given["tests"]),
        deviations=tuple(Deviation(Rule(each["rule"]), each["figure"], each["wanted"]) for each in given["deviations"]),
        panel=SignedPanel(**given["panel"]),
        targets=given["targets"],
        seed=given["seed"],
        agreement=Agreement(**given["agreement"]) if given["agreement"] else None,
        mirror=given["mirror"],
        signatures=tuple(
            Signature(Signer(each["signer"]), date.fromisoformat(each["on"]), each["note"])
            for each in given["signatures"]
        ),
    )


def _score(given: Mapping[str, Any], order: Mapping[str, Sequence[str]]) -> Score:
    return Score(
        indicators={id_: IndicatorScore(**given["indicators"][id_]) for id_ in order["indicators"]},
        dimensions={id_: _dimension(given["dimensions"][id_]) for id_ in order["dimensions"]},
        overall_index=given["overall_index"],
        overall_level_before_gates=given["overall_level_before_gates"],
        overall_level=given["overall_level"],
        gates=tuple(FiredGate(Gate(**each["gate"]), each["value"]) for each in given["gates"]),
        gates_open=tuple(Gate(**each) for each in given["gates_open"]),
        coverage=given["coverage"],
        missing=tuple(given["missing"]),
        not_applicable=tuple(given["not_applicable"]),
        cannot_judge=tuple(given["cannot_judge"]),
    )


def _dimension(given: Mapping[str, Any]) -> DimensionScore:
    return DimensionScore(**{**given, "interval": tuple(given["interval"]) if given["interval"] else None})


def _level(given: Mapping[str, Any]) -> SignedLevel:
    counts = {int(level): people for level, people in given["counts"].items()}
    return SignedLevel(**{**given, "state": LevelState(given["state"]), "counts": counts})


def _evidence(given: Mapping[str, Any]) -> SignedEvidence:
    return SignedEvidence(
        **{
            **given,
            "kind": EvidenceKind(given["kind"]),
            "indicators": tuple(given["indicators"]),
            "dated_on": date.fromisoformat(given["dated_on"]) if given["dated_on"] else None,
        }
    )


def _plain(value: Any) -> Any:
    """Days as texts, keys as texts, whole numbers without a point: what any program reads and writes alike."""
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(each) for each in value]
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value == int(value):
        return int(value)
    return str(value) if isinstance(value, str) else value
