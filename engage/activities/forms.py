"""What organisers type about activities. Fields for each language are named `title-de`, `summary-de`, `alt-de`."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from werkzeug.datastructures import MultiDict

from engage.activities.domain.describing import Description, Held, Problem, Wrong, partners_in
from engage.activities.domain.kinds import (
    EVENTS,
    ActivityKind,
    ActivityState,
    Audience,
    Count,
    MissionArea,
    Sector,
)
from engage.activities.models import Activity, Funding
from engage.activities.service import Paid
from engage.i18n.locales import is_well_formed

STATES = (ActivityState.DRAFT, ActivityState.ANNOUNCED, ActivityState.CANCELLED)
SCOPES = ("network", "national", "regional", "local")
FORM_FIELDS = ("kind", "state", "scope", "starts_on", "ends_on", "link", "document", "groups", "partners")


@dataclass
class Typed:
    """What stands in the form of an activity: typed now, or as it is stored."""

    text: dict[str, str]
    """Single fields and those of each language, by name."""
    languages: list[str]
    areas: list[str]
    sectors: list[str]
    audience: list[str]
    lead: str
    """The slug of the hub that leads it."""
    beside: list[str]
    ill_formed: list[str] = field(default_factory=list)
    """What was typed as the tag of a language and is none."""
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def empty(cls, languages: Sequence[str], lead: str) -> Self:
        text = dict.fromkeys((*FORM_FIELDS, *Count), "")
        text |= {"kind": ActivityKind.DIALOGUE, "state": ActivityState.ANNOUNCED, "scope": "national"}
        return cls(text, list(languages), [], [], [], lead, [])

    @classmethod
    def of(cls, activity: Activity) -> Self:
        text = {
            "kind": str(activity.kind),
            "state": str(activity.state),
            "scope": str(activity.scope),
            "starts_on": _iso(activity.starts_on),
            "ends_on": _iso(activity.ends_on),
            "link": activity.link,
            "document": activity.document,
            "groups": activity.groups,
            "partners": "\n".join(f"{each.name} {each.website}".strip() for each in activity.partners),
        }
        text |= {count.value: str(activity.counts.get(count, "")) for count in Count}
        for stem, texts in _TEXTS.items():
            text |= {f"{stem}-{tag}": words for tag, words in getattr(activity, texts).items()}
        return cls(
            text,
            list(activity.languages) or list(activity.title),
            activity.mission_areas,
            activity.sectors,
            activity.audience,
            activity.hub.slug,
            [each.hub.slug for each in activity.owners],
        )

    @classmethod
    def sent(cls, form: "MultiDict[str, str]", languages: Sequence[str] | None = None) -> Self:
        """What came with a request.

        :param languages: of the activity where its own room says them; None where the form does
        """
        chosen, ill_formed = (languages, []) if languages is not None else _languages(form)
        names = (*FORM_FIELDS, *Count, *(f"{stem}-{tag}" for stem in _TEXTS for tag in chosen))
        text = {name: form.get(name, "").replace("\r\n", "\n").strip() for name in names}
        return cls(
            text,
            list(chosen),
            _known(form.getlist("areas"), MissionArea),
            _known(form.getlist("sectors"), Sector),
            _known(form.getlist("audience"), Audience),
            form.get("hub", ""),
            form.getlist("beside"),
            ill_formed,
        )

    def texts(self, stem: str) -> dict[str, str]:
        """A text of the form by language."""
        return {tag: self.text.get(f"{stem}-{tag}", "") for tag in self.languages}

    def description(self) -> Description:
        return Description(
            partners=partners_in(self.text["partners"]),
            scope=self._one("scope", SCOPES, "national"),
            areas=tuple(self.areas),
            sectors=tuple(self.sectors),
            audience=tuple(self.audience),
            groups=self.text["groups"],
            state=ActivityState(self._one("state", STATES, ActivityState.DRAFT)),
            summary=self.texts("summary"),
            cover_text=self.texts("alt"),
        )

    def held(self) -> Held:
        """What is said of one held elsewhere. What cannot be read is among `problems` then."""
        if self.ill_formed:
            self.problems.append(("languages", Wrong.NOT_A_LANGUAGE))
        return Held(
            kind=ActivityKind(self._one("kind", EVENTS, ActivityKind.OTHER)),
            title=self.texts("title"),
            languages=tuple(self.languages),
            starts_on=self._day("starts_on"),
            ends_on=self._day("ends_on"),
            counts={count.value: number for count in Count if (number := self._number(count)) is not None},
            link=self.text["link"],
            document=self.text["document"],
        )

    def _one(self, name: str, known: Iterable[str], default: str) -> str:
        value = self.text[name]
        if value in {str(each) for each in known}:
            return value
        self.problems.append((name, Wrong.NOT_KNOWN))
        return default

    def _day(self, name: str) -> date | None:
        day, right = _day(self.text[name])
        if not right:
            self.problems.append((name, Wrong.NOT_A_DATE))
        return day

    def _number(self, name: str) -> int | None:
        text = self.text[name].replace(" ", "")
        if not text:
            return None
        if not (text.isascii() and text.isdecimal() and len(text) < 10):
            self.problems.append((name, Wrong.NOT_A_NUMBER))
            return None
        return int(text)


_TEXTS = {"title": "title", "summary": "summary", "alt": "cover_text"}


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _day(text: str) -> tuple[date | None, bool]:
    """A day, and whether the text could be read; nothing is no day."""
    if not text:
        return None, True
    try:
        return date.fromisoformat(text), True
    except ValueError:
        return None, False


def _known(values: Iterable[str], known: Iterable[str]) -> list[str]:
    chosen = set(values)
    return [str(each) for each in known if str(each) in chosen]


def _languages(form: "MultiDict[str, str]") -> tuple[list[str], list[str]]:
    """Those that were ticked and those typed by their tags, and what was typed that is no tag."""
    typed = form.get("more_languages", "").replace(",", " ").replace(";", " ").split()
    tags = list(dict.fromkeys(tag[:40] for tag in (*form.getlist("languages"), *typed)))
    return [tag for tag in tags if is_well_formed(tag)], [tag for tag in tags if not is_well_formed(tag)]


@dataclass
class TypedFunding:
    """What stands in the form of a funder."""

    text: dict[str, str]
    languages: Sequence[str]
    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def of(cls, funding: Funding | None, languages: Sequence[str]) -> Self:
        text = {"funder": "", "starts_on": "", "ends_on": ""}
        if funding is not None:
            languages = list(dict.fromkeys((*languages, *funding.statement, *funding.emblem_text)))
            text = {
                "funder": funding.funder,
                "starts_on": _iso(funding.starts_on),
                "ends_on": _iso(funding.ends_on),
            }
            text |= {f"statement-{tag}": words for tag, words in funding.statement.items()}
            text |= {f"emblem-{tag}": words for tag, words in funding.emblem_text.items()}
        return cls(text, languages)

    @classmethod
    def sent(cls, form: Mapping[str, Any], languages: Sequence[str]) -> Self:
        names = [f"{stem}-{tag}" for stem in ("statement", "emblem") for tag in languages]
        text = {name: str(form.get(name, "")).strip() for name in ("funder", "starts_on", "ends_on", *names)}
        return cls(text, languages)

    def paid(self) -> Paid:
        days = {}
        for name in ("starts_on", "ends_on"):
            days[name], right = _day(self.text[name])
            if not right:
                self.problems.append((name, Wrong.NOT_A_DATE))
        return Paid(
            funder=self.text["funder"],
            statement={tag: self.text.get(f"statement-{tag}", "") for tag in self.languages},
            emblem_text={tag: self.text.get(f"emblem-{tag}", "") for tag in self.languages},
            starts_on=days["starts_on"],
            ends_on=days["ends_on"],
        )
