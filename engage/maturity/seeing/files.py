"""The data of a result as files: JSON, CSV, XLSX. Their columns are described in docs/reference/maturity-files.md.

Nobody is named. Numbers of fewer than ten people in figures of the platform are left empty, as in reports.
"""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from engage.core.spreadsheets import guarded
from engage.maturity.domain import figures
from engage.maturity.domain.kinds import FactSource
from engage.maturity.seeing.mirrored import mirror
from engage.maturity.seeing.profile import DimensionRow, IndicatorRow, Profile, Standing
from engage.maturity.wording import Words

FORMAT = 1
LONGEST_CELL = 32_767
"""Of XLSX."""
Value = str | int | float | bool | date | None


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    @property
    def records(self) -> list[dict[str, Value]]:
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def tables(profile: Profile, words: Words, *, digest: str) -> Sequence[Table]:
    """Everything that files have, in the order of the sheets of a book."""
    return (
        _table("indicators", [_indicator(each, profile, words) for each in profile.indicators], _INDICATOR),
        _table("dimensions", [_dimension(each, words) for each in profile.dimensions], _DIMENSION),
        _table("evidence", _evidence(profile), _EVIDENCE),
        _table("tests", _tests(profile), _TEST),
        _table("figures", _figures(profile), _FIGURE),
        _table("gates", _gates(profile, words), _GATE),
        _table("mirror", _mirror(profile), _MIRROR),
        _table("earlier", _earlier(profile), _EARLIER),
        _table("about", list(_about(profile, words, digest).items()), ("name", "value")),
    )


def to_json(found: Sequence[Table]) -> str:
    """One object: `format`, `about` as an object, and each other table as a list of records."""
    document: dict[str, Any] = {"format": FORMAT}
    for each in found:
        document[each.name] = {str(row[0]): row[1] for row in each.rows} if each.name == "about" else each.records
    return json.dumps(document, ensure_ascii=False, indent=2, default=date.isoformat)


def to_csv(table: Table) -> str:
    """UTF-8 with a byte order mark, commas, CRLF; nothing in it acts as a formula."""
    out = io.StringIO()
    out.write("\ufeff")
    writer = csv.writer(out)
    writer.writerow(table.columns)
    writer.writerows([_plain(each) for each in row] for row in table.rows)
    return out.getvalue()


def to_xlsx(found: Sequence[Table]) -> bytes:
    """A sheet for each table; numbers and days as such, every text a text, also after `=`."""
    from openpyxl import Workbook  # brings numpy with it: loaded where a file is wanted
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    for each in found:
        page = book.create_sheet(each.name)
        page.freeze_panes = "A2"
        heads = [WriteOnlyCell(page, name) for name in each.columns]
        for head in heads:
            head.font = Font(bold=True)
        page.append(heads)
        for row in each.rows:
            page.append([_cell(page, value) for value in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(page: Any, value: Value) -> Any:
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", value)[:LONGEST_CELL])
    cell.data_type = "s"
    cell.quotePrefix = True
    cell.number_format = "@"
    return cell


_INDICATOR = (
    "id", "dimension", "title", "core", "claimed", "supported", "evidence_up_to", "missing", "not_applicable",
    "not_applicable_reason", "nobody_could_judge", "goal", "to_go", "raters", "cannot_judge", "median",
    "lower_quartile", "upper_quartile", "state", "minority", "level_before", "change",
)  # fmt: skip
_DIMENSION = (
    "id", "title", "score", "level", "claimed", "low", "high", "goal", "last_round", "answered", "held_by_core",
)  # fmt: skip
_EVIDENCE = ("title", "kind", "class", "dated_on", "indicators", "url", "file_name", "sha256", "checked_outside")
_TEST = ("indicator", "metric", "level", "passed", "explanation")
_FIGURE = ("metric", "source", "figure", "value", "declared", "note")
_GATE = ("id", "indicator", "level_below", "overall_at_most", "state", "why")
_MIRROR = ("indicator", "enough", "answers", "mean", "gap", "gap_low", "gap_high")
_EARLIER = ("signed_on", "kind", "model_version", "indicator", "claimed", "supported")


def _table(name: str, rows: Sequence[Sequence[Value]], columns: tuple[str, ...]) -> Table:
    return Table(name, columns, tuple(tuple(each) for each in rows))


def _plain(value: Value) -> Value:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, date):
        return value.isoformat()
    return guarded(value) if isinstance(value, str) else value


def _indicator(row: IndicatorRow, profile: Profile, words: Words) -> Sequence[Value]:
    of, given, spread = row.of, row.given, row.spread
    id_ = row.indicator.id
    return (
        id_, profile.model.dimension_of(id_).id, words[f"{id_}:title"], row.indicator.core, of.claimed, of.supported,
        of.ceiling, of.missing, of.not_applicable, given.reason if given else "", of.cannot_judge, row.target,
        row.gap if row.target is not None else None, spread.people if spread else 0,
        given.cannot_judge if given else 0, spread.median if spread else None,
        spread.lower_quartile if spread else None, spread.upper_quartile if spread else None,
        str(given.state) if given else "", given.minority if given else "",
        row.change.before if row.change else None, str(row.change.kind) if row.change else "",
    )  # fmt: skip


def _dimension(row: DimensionRow, words: Words) -> Sequence[Value]:
    of = row.of
    low, high = of.interval or (None, None)
    return (
        row.dimension.id, words[f"{row.dimension.id}:title"], of.score, of.level, row.claimed, low, high, row.target,
        row.earlier, of.coverage, of.core_capped,
    )  # fmt: skip


def _evidence(profile: Profile) -> Sequence[Sequence[Value]]:
    return [
        (
            each.title, str(each.kind), each.evidence_class, each.dated_on, " ".join(each.indicators), each.url,
            each.file_name, each.digest, each.checked,
        )
        for each in profile.result.evidence
    ]  # fmt: skip


def _tests(profile: Profile) -> Sequence[Sequence[Value]]:
    return [
        (each.indicator, each.metric, each.level, each.passed, each.explanation)
        for row in profile.indicators
        for each in row.tests
    ]


def _figures(profile: Profile) -> Sequence[Sequence[Value]]:
    """A line for each figure that may be shown; one with no figure where a metric has none."""
    rows: list[Sequence[Value]] = []
    for metric in profile.model.metrics:
        fact = profile.result.facts.get(metric.id)
        shown = figures.shown(metric, fact.figures, inside=False) if fact else ()
        source = str(fact.source if fact else FactSource.NONE)
        note = fact.note if fact else ""
        by_hand = fact.by_hand if fact else ()
        rows += [(metric.id, source, e.figure.name, e.value, e.figure.name in by_hand, note) for e in shown]
        if not shown:
            rows.append((metric.id, source, "", None, False, note))
    return rows


def _gates(profile: Profile, words: Words) -> Sequence[Sequence[Value]]:
    score = profile.result.score
    states = {each.gate.id: "holds" for each in score.gates} | {
        each.id: "cannot be checked" for each in score.gates_open
    }
    return [
        (
            each.id,
            each.indicator,
            each.below,
            each.overall_at_most,
            states.get(each.id, "open"),
            words[f"gate:{each.id}:why"],
        )
        for each in profile.model.gates
    ]


def _mirror(profile: Profile) -> Sequence[Sequence[Value]]:
    return [
        (each.indicator, each.enough, each.answers, each.mean, each.gap, *(each.gap_interval or (None, None)))
        for each in mirror(profile)
    ]


def _earlier(profile: Profile) -> Sequence[Sequence[Value]]:
    return [
        (past.signed_on, str(past.result.kind), past.result.model_version, indicator, score.claimed, score.supported)
        for past in profile.past
        for indicator, score in past.result.score.indicators.items()
    ]


def _about(profile: Profile, words: Words, digest: str) -> Mapping[str, Value]:
    result, score = profile.result, profile.result.score
    found: dict[str, Value] = {
        "hub": result.hub,
        "title": result.title,
        "number": result.number,
        "kind": str(result.kind),
        "standing": str(profile.standing),
        "period_from": result.period_from,
        "period_until": result.period_until,
        "signed_on": result.signed_on,
        "model": result.model_id,
        "model_version": result.model_version,
        "model_status": profile.model.status,
        "snapshot_sha256": digest,
        "members": result.panel.members,
        "handed_in": result.panel.handed_in,
        "citizens": result.panel.citizens,
        "outside": result.panel.outside,
        "regional": result.panel.regional,
        "alpha": result.agreement.alpha if result.agreement else None,
        "alpha_low": result.agreement.low if result.agreement else None,
        "alpha_high": result.agreement.high if result.agreement else None,
        "answered": score.coverage,
        "deviations": " ".join(str(each.rule) for each in result.deviations),
        "titles_in": words.language,
    }
    if profile.standing is not Standing.FIRST_LOOK:
        found |= {
            "overall_level": score.overall_level,
            "overall_level_without_gates": score.overall_level_before_gates,
            "overall_index": score.overall_index,
            "share_to_goals": profile.percent_to_target,
        }
    return found
