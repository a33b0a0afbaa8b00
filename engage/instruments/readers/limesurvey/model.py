"""A LimeSurvey survey as its files describe it, before anything is mapped.

Both file formats fill this model. Texts are HTML by LimeSurvey's own language code; an attribute
that is the same in every language stands under the empty code.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engage.core.findings import Where

Texts = Mapping[str, str]
"""LimeSurvey language code -> HTML."""

MAX_BYTES = 16_000_000
MAX_ROWS = 200_000
MAX_QUESTIONS = 5_000
MAX_OPTIONS = 50_000
MAX_TEXT = 65_535
"""Characters of a text, pictures written into it left aside: LimeSurvey's own limit."""


class Unreadable(Exception):
    """Nothing can be made of the file. The message says why, for the person who brought it."""

    def __init__(self, code: str, message: str, where: Where | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.where = where or Where()


@dataclass(slots=True, kw_only=True)
class Answer:
    """One offered answer of a list, or (dual scale) of one of two lists."""

    code: str
    texts: dict[str, str]
    where: Where
    scale: int = 0


@dataclass(slots=True, kw_only=True)
class SubQuestion:
    """A row or a column of an array, or an option of a multiple choice."""

    code: str
    texts: dict[str, str]
    where: Where
    scale: int = 0
    relevance: str = ""
    default: str = ""


@dataclass(slots=True, kw_only=True)
class Question:
    code: str
    type: str
    where: Where
    qid: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    help: dict[str, str] = field(default_factory=dict)
    relevance: str = ""
    mandatory: str = "N"
    """Y, S (soft: may be passed over after a warning) or N."""
    other: bool = False
    validation: str = ""
    """A regular expression in PHP's delimiters."""
    theme: str = ""
    default: str = ""
    default_other: str = ""
    """What stands beside "other" at the beginning."""
    default_differs: bool = False
    """Whether languages have different defaults; the source's is kept."""
    attributes: dict[str, dict[str, str]] = field(default_factory=dict)
    subquestions: list[SubQuestion] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    conditions: list[Mapping[str, str]] = field(default_factory=list)
    """Rows of the old `conditions` table."""

    def attribute(self, name: str, language: str = "") -> str:
        """The value of an attribute, trimmed: in one language, else in none, else in any."""
        values = self.attributes.get(name, {})
        for key in (language, "", *values):
            if values.get(key, "").strip():
                return values[key].strip()
        return ""

    def is_on(self, name: str) -> bool:
        return self.attribute(name).upper() in ("1", "Y", "YES")

    def rows(self, scale: int = 0) -> list[SubQuestion]:
        return [sub for sub in self.subquestions if sub.scale == scale]

    def offered(self, scale: int = 0) -> list[Answer]:
        return [answer for answer in self.answers if answer.scale == scale]


@dataclass(slots=True, kw_only=True)
class Group:
    gid: str
    where: Where
    titles: dict[str, str] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    relevance: str = ""
    randomization: str = ""
    questions: list[Question] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class LimeQuota:
    """At most so many responses with these answers."""

    name: str
    where: Where
    limit: str = ""
    active: bool = True
    ends: bool = True
    """Whether the survey ends there; otherwise people may go back and answer differently."""
    leads_away: bool = False
    """Whether an address is opened at the end."""
    texts: dict[str, str] = field(default_factory=dict)
    members: list[tuple[Question | None, str]] = field(default_factory=list)
    """Question and code of the answer; no question where the file names one that it does not have."""


@dataclass(slots=True, kw_only=True)
class Survey:
    sid: str
    language: str
    languages: Sequence[str]
    """LimeSurvey codes, the source first."""
    settings: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, dict[str, str]] = field(default_factory=dict)
    """`surveyls_title` and the others -> texts."""
    groups: list[Group] = field(default_factory=list)
    quotas: Sequence[LimeQuota] = ()
    version: int | None = None
    """Of LimeSurvey's database, where the file says it."""
    assessments: int = 0
    strays: Sequence[tuple[Where, str]] = ()
    """Rows that belong to nothing, and why."""

    @property
    def questions(self) -> list[Question]:
        return [question for group in self.groups for question in group.questions]
