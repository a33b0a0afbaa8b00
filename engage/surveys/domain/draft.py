"""What lies inside a draft, and how two tabs that save the same draft lose nothing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from engage.core.refusal import Refusal
from engage.instruments.domain.journey import Circumstances, Raw

TEST = "test"
"""The channel of testers: their drafts are never counted and never become responses."""
STEP_SECONDS = 10
LONGEST_SECONDS = 4 * 60 * 60


class NoDraft(Refusal):
    """Nothing under way belongs to this visitor."""

    code = "no_draft"


class Overtaken(Refusal):
    """Another tab saved the same draft between this one's reading and writing."""

    code = "overtaken"


class NotAccepting(Refusal):
    """The survey takes no answers now."""

    code = "not_accepting"


class NotComplete(Refusal):
    """Something on the path is missing or wrong."""

    code = "not_complete"

    def __init__(self, sections: tuple[str, ...]) -> None:
        super().__init__(sections)
        self.sections = sections


class NothingToWithdraw(Refusal):
    """No response has this receipt."""

    code = "nothing_to_withdraw"


@dataclass(frozen=True, slots=True)
class Draft:
    """The sealed part of a draft: raw answers by input key, and what was chosen at the start."""

    started_at: datetime
    raw: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    consent: tuple[str, str] | None = None
    """Digest (hex) and language of the statement that was agreed to."""
    pulse: bool = False
    invitation: int | None = None
    """Whose invitation it was begun with: of a participant. Nowhere else is it known."""

    def merged(self, changes: Raw, removed: Collection[str] = ()) -> Self:
        """With the answers of one section replaced, and those of a removed entry gone; all else stays as it is."""
        kept = {key: value for key, value in self.raw.items() if key not in removed} if removed else self.raw
        return replace(self, raw={**kept, **changes})

    def circumstances(self, *, now: datetime, seed: str, language: str) -> Circumstances:
        return Circumstances(now=now, consent=self.consent is not None, pulse=self.pulse, seed=seed, language=language)

    def seconds(self, now: datetime) -> int:
        """How long it took, rounded to ten seconds and capped: a break overnight says nothing."""
        passed = max(0.0, min((now - self.started_at).total_seconds(), LONGEST_SECONDS))
        return round(passed / STEP_SECONDS) * STEP_SECONDS

    def to_content(self) -> dict[str, Any]:
        raw = {key: list(value) if isinstance(value, tuple) else value for key, value in self.raw.items()}
        return {
            "at": self.started_at.isoformat(),
            "raw": raw,
            "consent": self.consent,
            "pulse": self.pulse,
            "invitation": self.invitation,
        }

    @classmethod
    def from_content(cls, content: Mapping[str, Any]) -> Self:
        raw = {key: tuple(value) if isinstance(value, list) else value for key, value in content["raw"].items()}
        consent = content["consent"]
        return cls(
            started_at=datetime.fromisoformat(content["at"]),
            raw=raw,
            consent=(consent[0], consent[1]) if consent else None,
            pulse=content["pulse"],
            invitation=content.get("invitation"),
        )
