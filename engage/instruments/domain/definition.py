"""The definition of an instrument: what is asked, in which order, under which conditions.

Immutable once published. Every expression is XPath 1.0 with the functions of ODK forms, and names
answers as `${item}`. The answer of an item is kept under one or more keys:

=============  =====================================================================
type           keys and values
=============  =====================================================================
text, region   `name`: string (region: a NUTS code)
country        `name`: ISO 3166-1 code (`NO`)
language       `name`: language tag (`nb`)
integer, year  `name`: int
decimal        `name`: float
date, time     `name`: ISO 8601 string (`2026-11-21`, `14:30`)
datetime       `name`: ISO 8601 string (`2026-11-21T14:30`)
date_range     `name/from`, `name/to`: ISO 8601 dates
duration       `name`: ISO 8601 duration (`P1Y6M`, `PT1H30M`) in the item's `units`
single         `name`: option code; `name/other`: what was written beside an "other" option
multiple       `name`: list of option codes; `name/other`
matrix         `name/row`: option code, list of codes, text or number, as `cell` says
ranking        `name`: list of option codes, the first preferred
scale          `name`: int or float
allocation     `name/row`: int, the rows' sum is `total`; or `name/rank`: list of row codes
consent        `name`: what `agreed` says, "yes" usually
file           `name`: `{"file": id, "name": …, "type": …, "bytes": …}`
=============  =====================================================================

Items of a section that repeats are kept inside a list under the name of the repeat, one mapping of keys to values an
entry: `{"treatments": [{"kind": "surgery"}, {"kind": "radiation"}]}`. Under `name/national` lies the code that was
chosen in a national edition, where `name` holds the common code it counts as.

The value `DECLINED` under `name` (matrix: `name/row`) says "prefer not to say".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from engage.i18n.text import LocalizedText

DECLINED = "_declined"
"""Stored in place of an answer when somebody prefers not to say."""


class ItemType(StrEnum):
    NOTE = "note"
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    DATETIME = "datetime"
    SINGLE = "single"
    MULTIPLE = "multiple"
    MATRIX = "matrix"
    RANKING = "ranking"
    SCALE = "scale"
    ALLOCATION = "allocation"
    REGION = "region"
    COUNTRY = "country"
    LANGUAGE = "language"
    YEAR = "year"
    DURATION = "duration"
    DATE_RANGE = "date_range"
    FILE = "file"
    CONSENT = "consent"
    CALCULATION = "calculation"
    """Never shown: its value comes from `calculation`."""


DURATION_UNITS = ("years", "months", "weeks", "days", "hours", "minutes")
FILE_TYPES = (".pdf", ".jpg", ".jpeg", ".png", ".webp", ".txt", ".docx", ".odt")


class Cell(StrEnum):
    """What a matrix asks in each row."""

    SINGLE = "single"
    MULTIPLE = "multiple"
    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One offered answer. `code` is stable over versions and languages."""

    code: str
    label: LocalizedText
    exclusive: bool = False
    """Excludes all other options ("None of these")."""
    other: bool = False
    """Opens a text field; what is written there is kept under `item/other`."""
    fixed: bool = False
    """Keeps its place when the options are shuffled."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Further columns, for `choice_filter`."""
    relevance: str | None = None
    image: Mapping[str, str] = field(default_factory=dict)
    """A picture beside the label, by language: its name among the pictures of the instrument."""
    common: str | None = None
    """In a national edition: the code of the common option it counts as (ISCED, NUTS …)."""

    @property
    def counts_as(self) -> str:
        """The code that expressions and results see."""
        return self.common or self.code


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One statement of a matrix, or one thing that points are given to."""

    code: str
    label: LocalizedText
    relevance: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One thing asked or shown.

    `label`, `hint` and messages are restricted Markdown; `${name}` in them shows an answer.
    """

    name: str
    type: ItemType
    label: LocalizedText
    hint: LocalizedText | None = None
    guidance: LocalizedText | None = None
    """Further help, folded until it is asked for."""
    image: Mapping[str, str] = field(default_factory=dict)
    """A picture above the answer, by language: its name among the pictures of the instrument."""
    image_text: LocalizedText | None = None
    """What the picture shows, for those who do not see it."""
    heading: bool = False
    """A note that titles what follows."""
    relevance: str | None = None
    required: str | None = None
    """An expression; "true()" for always. An item that is not required can be skipped."""
    required_message: LocalizedText | None = None
    constraint: str | None = None
    """Checked only when there is an answer; `.` is the answer."""
    constraint_message: LocalizedText | None = None
    calculation: str | None = None
    trigger: tuple[str, ...] = ()
    """Items whose change makes `calculation` run anew; empty: it follows whatever it refers to."""
    read_only: bool = False
    """Shown but not typed: its value comes from `calculation` or `default`."""
    default: str | None = None
    options: tuple[Option, ...] = ()
    choice_filter: str | None = None
    """An expression over one option's attributes and the answers; false hides the option."""
    rows: tuple[Row, ...] = ()
    cell: Cell = Cell.SINGLE
    shuffle: bool = False
    """Options (matrix, allocation: rows) in random order, the same for one respondent always."""
    fixed: bool = False
    """Keeps its place when the items of its section are shuffled."""
    other_required: bool = False
    """Who chooses the "other" option must write something beside it."""
    min_choices: int | None = None
    max_choices: int | None = None
    minimum: float | None = None
    maximum: float | None = None
    step: float | None = None
    low_label: LocalizedText | None = None
    high_label: LocalizedText | None = None
    max_length: int | None = None
    pattern: str | None = None
    """A regular expression the whole text must match; bounded in length when it is read."""
    multiline: bool = False
    dropdown: bool = False
    prefix: LocalizedText | None = None
    suffix: LocalizedText | None = None
    total: int = 100
    countries: tuple[str, ...] = ()
    """Region, country: the ISO 3166 countries offered; empty: all."""
    tags: tuple[str, ...] = ()
    """Language: the language tags offered; empty: all that have a name."""
    units: tuple[str, ...] = ()
    """Duration: the fields asked, of `DURATION_UNITS`, largest first."""
    accept: tuple[str, ...] = ()
    """File: the endings taken (`.pdf`), of `FILE_TYPES`; empty: all of those."""
    max_megabytes: float | None = None
    """File: the most one may weigh; the product's own limit holds besides."""
    agreed: str = "yes"
    """Consent: what is stored when somebody agrees."""
    concept: str | None = None
    """What it measures, by a name that surveys share (`isced`, `sex`, `nuts`): such answers can be pooled."""
    prefer_not_to_say: bool = False
    special_category: bool = False
    """Special-category data (GDPR art. 9): asked only after explicit consent."""
    pulse: bool = False
    """Part of the short form."""
    answer: str | None = None
    """The correct option of a knowledge item."""
    explanation: LocalizedText | None = None
    """Shown on the last page."""
    personal: bool = False
    """May hold what identifies a person: free texts, mostly."""

    @property
    def is_question(self) -> bool:
        return self.type not in (ItemType.NOTE, ItemType.CALCULATION)

    @property
    def is_national(self) -> bool:
        """Whether its options are a country's own, counted under common codes."""
        return any(option.common for option in self.options)

    def option(self, code: str) -> Option | None:
        return next((option for option in self.options if option.code == code), None)

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key under which an answer of this item may be kept, columns of an export in order."""
        match self.type:
            case ItemType.NOTE:
                return ()
            case ItemType.MATRIX:
                return tuple(f"{self.name}/{row.code}" for row in self.rows)
            case ItemType.DATE_RANGE:
                return (f"{self.name}/from", f"{self.name}/to")
            case ItemType.ALLOCATION:
                rows = tuple(f"{self.name}/{row.code}" for row in self.rows)
                return (self.name, *rows, f"{self.name}/rank")
        national = (f"{self.name}/national",) if self.is_national else ()
        other = (f"{self.name}/other",) if any(option.other for option in self.options) else ()
        return (self.name, *national, *other)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeat:
    """A section asked once for each entry of a list: people of a household, treatments."""

    name: str
    """Where the entries are kept; expressions count them with `count(${name})`."""
    count: str | None = None
    """How many entries there are, when answers say so; otherwise people add and remove them."""
    minimum: int = 0
    maximum: int | None = None
    entry: LocalizedText | None = None
    """What one entry is called, with answers of the entry: "${first_name}, ${age}"."""
    add: LocalizedText | None = None
    """The words of the button that adds one: "Add a treatment"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Items on one page."""

    name: str
    slug: str
    """Its place in addresses; unique, and none of `RESERVED_SLUGS`."""
    title: LocalizedText
    description: LocalizedText | None = None
    relevance: str | None = None
    repeat: Repeat | None = None
    shuffle: bool = False
    """Items in random order, the same for one respondent always; notes and fixed items stay."""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Who stands behind a survey, for a person who wants to ask somebody."""

    name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportLine:
    """Where one can talk when the topic hurts."""

    name: LocalizedText
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The first page in five lines, and the details one step below."""

    asks: LocalizedText | None = None
    purpose: LocalizedText | None = None
    decision: LocalizedText | None = None
    """Which decision the results go to, and when it is taken."""
    published: LocalizedText | None = None
    """What is published, when and where."""
    next_steps: LocalizedText | None = None
    """What happens after the last page."""
    controller: LocalizedText | None = None
    data_protection_officer: LocalizedText | None = None
    retention: LocalizedText | None = None
    rights: LocalizedText | None = None
    contact: Contact | None = None
    support: Mapping[str, SupportLine] = field(default_factory=dict)
    """By country (ISO 3166); `*` for everywhere else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NationalItem:
    """What one country asks differently. What is not given stays as it is for all."""

    label: LocalizedText | None = None
    hint: LocalizedText | None = None
    options: tuple[Option, ...] = ()
    """The country's own options, each with the `common` code it counts as."""
    left_out: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """An instrument as one country fields it."""

    items: Mapping[str, NationalItem] = field(default_factory=dict)
    """By item name."""
    welcome: LocalizedText | None = None
    decision: LocalizedText | None = None
    controller: LocalizedText | None = None
    data_protection_officer: LocalizedText | None = None
    consent: LocalizedText | None = None
    contact: Contact | None = None
    support: SupportLine | None = None
    minimum_age: int | None = None
    languages: tuple[str, ...] = ()
    """Offered in this country, its first language first; empty: all of the instrument."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quota:
    """At most so many responses of one group."""

    name: str
    limit: int
    when: Mapping[str, tuple[str, ...]]
    """Answer key -> codes: the group of those who gave one of the codes under every key."""
    message: LocalizedText | None = None
    """What people of a group that is full read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """A questionnaire, all languages inside."""

    name: str
    title: LocalizedText
    source_language: str
    languages: tuple[str, ...]
    """Tags the content is offered in, the source first."""
    sections: tuple[Section, ...]
    welcome: LocalizedText | None = None
    closing: LocalizedText | None = None
    minutes: int | None = None
    pulse_minutes: int | None = None
    minimum_age: Mapping[str, int] = field(default_factory=dict)
    """Years, by country (ISO 3166); `*` for everywhere else. Empty: no lower limit."""
    consent: LocalizedText | None = None
    """The statement agreed to before special-category items; a default stands in when absent."""
    about: About | None = None
    editions: Mapping[str, Edition] = field(default_factory=dict)
    """What countries do differently, by ISO 3166 code."""
    country_item: str | None = None
    """The item whose answer says which edition a respondent gets, where the link does not."""
    quotas: tuple[Quota, ...] = ()
    tables: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    """Lists that expressions look up with `instance('name')/root/item[…]/column`."""
    names: Mapping[str, str] = field(default_factory=dict)
    """What the file called a thing, where it had to be renamed: name here -> name there."""

    @property
    def items(self) -> Iterator[Item]:
        return (item for section in self.sections for item in section.items)

    def item(self, name: str) -> Item | None:
        return next((item for item in self.items if item.name == name), None)

    def section(self, slug: str) -> Section | None:
        return next((section for section in self.sections if section.slug == slug), None)

    def repeat_of(self, name: str) -> Section | None:
        """The section whose entries are kept under `name`."""
        return next((section for section in self.sections if section.repeat and section.repeat.name == name), None)

    @property
    def has_pulse(self) -> bool:
        return any(item.pulse for item in self.items)

    @property
    def has_special_category(self) -> bool:
        return any(item.special_category for item in self.items)


RESERVED_SLUGS = frozenset({"review", "done", "resume", "withdraw", "results", "register"})
"""Addresses of the product itself (docs/reference/interface)."""
