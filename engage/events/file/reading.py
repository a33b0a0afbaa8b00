"""Reads an event from its file: one YAML document, findings by line, nothing stored."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any

from engage.core import zones
from engage.core.findings import Finding, Level, Where
from engage.core.located import MAX_BYTES, Node, Steps, Unreadable, from_yaml, read_text
from engage.i18n.locales import is_well_formed
from engage.i18n.stored import decoded
from engage.i18n.text import LocalizedText, TextState
from engage.instruments.domain.definition import Instrument
from engage.instruments.readers.native import read_document
from engage.instruments.schema import violations

MOST_FINDINGS = 200
_AMBIGUOUS = 2


@dataclass(frozen=True, slots=True)
class EventFile:
    """What a file says; `document` is usable when `ok`."""

    document: Mapping[str, Any]
    questions: Instrument | None
    findings: tuple[Finding, ...]

    @property
    def ok(self) -> bool:
        return not any(finding.level is Level.ERROR for finding in self.findings)

    @property
    def source_language(self) -> str:
        return str(self.document.get("source_language", "en"))

    def text(self, given: Any) -> LocalizedText:
        """A text of the file; translations without a state of their own have the one under `translations`."""
        if isinstance(given, str):
            return LocalizedText.of(given, self.source_language)
        state = self.document.get("translations", TextState.APPROVED.value)
        stored = {
            tag: value if not isinstance(value, str) or tag == self.source_language else {"text": value, "state": state}
            for tag, value in given.items()
        }
        whole = {
            tag: {"state": TextState.APPROVED.value, **value} if isinstance(value, dict) else value
            for tag, value in stored.items()
        }
        return decoded(whole, self.source_language)

    def moment(self, given: str | None) -> datetime | None:
        """A time of the file, in UTC."""
        return moments(given, str(self.document["time_zone"]))[0] if given else None


@cache
def schema() -> Mapping[str, Any]:
    """`event.schema.json` (JSON Schema 2020-12)."""
    text = (files("engage.events.file") / "event.schema.json").read_text("utf-8")
    loaded: Mapping[str, Any] = json.loads(text)
    return loaded


def moments(given: str, zone: str) -> Sequence[datetime]:
    """The moments (UTC) that a time of the file may mean: one, or two where the clocks change.

    :raises ValueError: when there is no such day or hour
    """
    read = datetime.fromisoformat(given.replace(" ", "T"))
    return [read.astimezone(UTC)] if read.tzinfo else zones.read(read, zone).moments


def read(data: bytes) -> EventFile:
    """The event in a file. Never raises for what stands in it."""
    try:
        if len(data) > MAX_BYTES:
            raise Unreadable(f"the file is larger than {MAX_BYTES // 1_000_000} MB")
        node = from_yaml(read_text(data))
    except Unreadable as refused:
        return EventFile({}, None, (Finding(Level.ERROR, refused.code, refused.reason, Where(row=refused.line)),))
    return read_node(node)


def read_node(node: Node) -> EventFile:
    """The event in a document whose lines are known."""
    problems = [
        *((path, "duplicate_key", "this stands here twice; write it once", line) for path, line in node.all_repeated()),
        *((each.path, each.code, each.message, None) for each in violations(node.value, schema())),
    ]
    if any(code != "duplicate_key" for _, code, _, _ in problems):
        return EventFile({}, None, _findings(node, problems))
    document: Mapping[str, Any] = node.value
    questions, found = None, ()  # type: Instrument | None, tuple[Finding, ...]
    if "questions" in document:
        reading = read_document(node.children["questions"][1])
        questions, found = reading.instrument, reading.findings
    problems += [(path, code, message, None) for path, code, message in _meaning(document, questions)]
    return EventFile(document, questions, (*_findings(node, problems), *found)[:MOST_FINDINGS])


_Problem = tuple[Steps, str, str, int | None]
_Meant = Iterator[tuple[Steps, str, str]]


def _findings(node: Node, problems: Sequence[_Problem]) -> tuple[Finding, ...]:
    found = [
        Finding(
            Level.ERROR, code, message, Where(row=line or node.line_of(path), column=".".join(map(str, path)) or None)
        )
        for path, code, message, line in problems
    ]
    return tuple(sorted(found, key=lambda finding: finding.where.row or 0)[:MOST_FINDINGS])


def _meaning(document: Mapping[str, Any], questions: Instrument | None) -> _Meant:
    """What the schema cannot say."""
    yield from _zones(document)
    yield from _times(document, str(document["time_zone"]))
    yield from _languages(document)
    yield from _keys(document)
    yield from _quotas(document, questions)
    yield from _titles(document)
    for name in document.get("registration", {}).get("each_person", ()):
        if questions is None or questions.item(name) is None:
            yield ("registration", "each_person"), "unknown_item", f"there is no question “{name}” under questions"


def _zones(document: Mapping[str, Any]) -> _Meant:
    for path, owner in ((("time_zone",), document), *((("sites", at), site) for at, site in _all(document, "sites"))):
        name = owner.get("time_zone")
        if name is not None and not zones.is_zone(name):
            yield path, "unknown_zone", f"“{name}” is no time zone (IANA); write one such as Europe/Oslo"


def _all(document: Mapping[str, Any], part: str) -> list[tuple[int, Mapping[str, Any]]]:
    return list(enumerate(document.get(part, ())))


def _times(document: Mapping[str, Any], zone: str) -> _Meant:
    """Every time exists, once; and what ends begins before."""
    places: list[tuple[Steps, Mapping[str, Any]]] = [((), document)]
    places.append((("registration",), document.get("registration", {})))
    places += [(("programme", at), each) for at, each in _all(document, "programme")]
    places += [(("places", "quotas", at), each) for at, each in _all(document.get("places", {}), "quotas")]
    for path, owner in places:
        read: dict[str, datetime] = {}
        for name in ("starts", "ends", "opens", "closes", "reconfirm_from", "reconfirm_by", "release"):
            if name not in owner:
                continue
            try:
                found = moments(owner[name], zone)
            except ValueError:
                yield (*path, name), "no_such_time", f"“{owner[name]}” is no day and time that there is"
                continue
            read[name] = found[0]
            if len(found) == _AMBIGUOUS:
                both = " or ".join(each.astimezone(zones.zone(zone)).isoformat(" ", "minutes") for each in found)
                yield (*path, name), "clocks_change", f"the clocks change at “{owner[name]}”: write {both}"
        for first, last in (("starts", "ends"), ("opens", "closes"), ("reconfirm_from", "reconfirm_by")):
            if first in read and last in read and read[last] <= read[first]:
                yield (*path, last), "ends_first", f"{last} is not after {first}"


def _languages(document: Mapping[str, Any]) -> _Meant:
    source = document.get("source_language", "en")
    for tag in (source, *document.get("languages", ())):
        if not is_well_formed(tag):
            yield ("languages",), "malformed_language", f"“{tag}” is no language tag (BCP 47)"
    texts: list[tuple[Steps, Any]] = [((name,), document.get(name)) for name in ("title", "summary", "about")]
    texts += [((name,), document.get(name)) for name in ("practical", "consent")]
    texts += [
        ((part, at, name), each.get(name))
        for part in ("sites", "tracks", "speakers", "programme")
        for at, each in _all(document, part)
        for name in ("name", "title", "about")
    ]
    for path, given in texts:
        if isinstance(given, dict) and source not in given:
            yield path, "no_source", f"the text is missing in {source}, the language that the event is written in"


def _keys(document: Mapping[str, Any]) -> _Meant:
    """Each key stands once, and what is called by its key is there."""
    known = {part: [each["key"] for _, each in _all(document, part)] for part in _PARTS}
    for part, keys in known.items():
        for at, key in enumerate(keys):
            if key in keys[:at]:
                yield (part, at, "key"), "duplicate", f"“{key}” stands under {part} twice"
    uses: list[tuple[Steps, str, Any]] = []
    for at, each in _all(document, "programme"):
        uses += [(("programme", at, name), f"{name}s", each.get(name)) for name in ("site", "track")]
        uses += [(("programme", at, "speakers"), "speakers", key) for key in each.get("speakers", ())]
    uses += [
        (("materials", at, "session"), "programme", each.get("session")) for at, each in _all(document, "materials")
    ]
    for at, each in _all(document.get("places", {}), "quotas"):
        uses.append((("places", "quotas", at, "site"), "sites", each.get("site")))
    for path, part, key in uses:
        if key is not None and key not in known[part]:
            yield path, "unknown_key", f"there is no “{key}” under {part}"


_PARTS = ("sites", "tracks", "speakers", "programme")


def _quotas(document: Mapping[str, Any], questions: Instrument | None) -> _Meant:
    """Quotas over questions that are asked, by response options that they have."""
    for at, quota in _all(document.get("places", {}), "quotas"):
        path: Steps = ("places", "quotas", at)
        if quota.get("maximum") is not None and quota["maximum"] < quota.get("minimum", 0):
            yield (*path, "maximum"), "upside_down", "the maximum is below the minimum"
        kind, _, name = quota["key"].partition(":")
        if kind != "item":
            continue
        item = questions.item(name) if questions else None
        if item is None:
            yield (*path, "key"), "unknown_item", f"there is no question “{name}” under questions"
            continue
        if item.special_category:
            yield (
                (*path, "key"),
                "about_health",
                f"“{name}” is about health: quotas would say of people what they answered",
            )
            continue
        options = {option.code for option in item.options}
        for code in quota["codes"]:
            if code not in options:
                yield (*path, "codes"), "unknown_code", f"the question “{name}” has no response option “{code}”"


def _titles(document: Mapping[str, Any]) -> _Meant:
    if len(str(document["title"])) > _LONGEST_TITLE and isinstance(document["title"], str):
        yield ("title",), "too_long", f"a title has at most {_LONGEST_TITLE} characters"


_LONGEST_TITLE = 200
