"""Open questions: how far work with what people wrote has come, what was coded, and how far coders agree."""

from typing import Any

from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from engage.results.coding import answers
from engage.results.domain.coding import Agreement, CodeCount, Frequencies, agreement, frequencies
from engage.results.views import chart_files
from engage.results.views.coding_pages import Open, bp, label_of, open_question
from engage.results.views.presenting import NOTHING, Grid, Words, percent
from engage.results.views.team_pages import page_of
from engage.web.charts.bars import Bar, Row, bars
from engage.web.charts.drawing import Drawn
from engage.web.permissions import Permission, permission


@bp.get("/surveys/<slug>/texts")
@permission(Permission.RESULTS_SEE)
def index(slug: str) -> ResponseReturnValue:
    """All open questions of a survey."""
    here = page_of(slug)
    found = [Open(here, key) for key in answers.keys(here.instrument)]
    return here.render("results/manage/coding.html", questions=[(each, _overall(each)) for each in found])


def _overall(question: Open) -> Agreement:
    return agreement([each.coded for each in question.answers], [each.code for each in question.codes])[0]


@bp.get("/surveys/<slug>/texts/question/<path:key>")
@permission(Permission.RESULTS_SEE)
def question(slug: str, key: str) -> ResponseReturnValue:
    """One open question: what is to do, how often each code was given, how far two agree."""
    found = open_question(slug, key, Permission.RESULTS_SEE)
    counted = _frequencies(found)
    drawn = _chart(found, counted) if counted.base else None
    return found.render(
        "coding_question.html",
        chart=drawn,
        links={kind: found.address("chart", kind=kind) for kind in chart_files.PICTURES},
        grid=_grid(found, counted),
        files={"csv": found.address("table")},
        agreement=_agreement(found),
        counted=counted,
    )


@bp.get("/surveys/<slug>/texts/chart.<kind>/<path:key>")
@permission(Permission.RESULTS_SEE)
def chart(slug: str, kind: str, key: str) -> ResponseReturnValue:
    """How often each code was given, as SVG or PNG."""
    found = open_question(slug, key, Permission.RESULTS_SEE)
    return chart_files.picture(_chart(found, _frequencies(found)), kind, found.here, f"{key}-codes")


@bp.get("/surveys/<slug>/texts/table.csv/<path:key>")
@permission(Permission.RESULTS_SEE)
def table(slug: str, key: str) -> ResponseReturnValue:
    """The same as a table."""
    found = open_question(slug, key, Permission.RESULTS_SEE)
    grid = _grid(found, _frequencies(found))
    rows = [[grid.caption], [head.text for head in grid.heads]]
    rows += [[label.text, *cells] for label, cells in grid.rows]
    return chart_files.csv_file(rows, found.here, f"{key}-codes")


def _frequencies(found: Open) -> Frequencies:
    return frequencies([each.coded for each in found.answers], [each.code for each in found.codes])


def _labels(found: Open) -> dict[str, Words]:
    return {each.code: label_of(each) for each in found.codes} | {"": Words(gettext("None of the codes fits"))}


def _between(found: Open, each: CodeCount) -> str:
    reader = found.here.reader
    return NOTHING if each.interval is None else "–".join(percent(end, reader) for end in each.interval)


def _grid(found: Open, counted: Frequencies) -> Grid:
    reader, labels = found.here.reader, _labels(found)
    heads = (gettext("Code"), gettext("Answers"), gettext("Percent"), gettext("95 percent interval"))
    return Grid(
        gettext("Codes of: %(question)s", question=found.question.text),
        [Words(head) for head in heads],
        [
            (labels[each.code], [reader.count(each.count), percent(each.percent, reader), _between(found, each)])
            for each in counted.counts
        ],
    )


def _chart(found: Open, counted: Frequencies) -> Drawn:
    reader, labels = found.here.reader, _labels(found)
    rows = []
    for each in counted.counts:
        said = f"{percent(each.percent, reader)} ({reader.count(each.count)})"
        label = labels[each.code]
        rows.append(Row(label.text, [Bar(each.percent or 0, said, each.interval)], label.lang))
    title = gettext("Codes of: %(question)s", question=found.question.text)
    sheet = bars(rows, reader.direction) if counted.base else None
    described = reader.listing(f"{row.label}: {row.bars[0].text}" for row in rows)
    return Drawn(sheet, title, described, [title, *_notes(found, counted)])


def _notes(found: Open, counted: Frequencies) -> list[str]:
    """Of which answers these are the codes, and of which not."""
    reader = found.here.reader
    said = [
        ngettext(
            "%(n)s answer that two people coded alike, or that was settled.",
            "%(n)s answers that two people coded alike, or that were settled.",
            counted.base,
            n=reader.count(counted.base),
        )
    ]
    if counted.different:
        said.append(
            ngettext(
                "%(n)s answer is coded differently and not settled.",
                "%(n)s answers are coded differently and not settled.",
                counted.different,
                n=reader.count(counted.different),
            )
        )
    if counted.one:
        said.append(
            ngettext(
                "%(n)s answer is coded by one person only.",
                "%(n)s answers are coded by one person only.",
                counted.one,
                n=reader.count(counted.one),
            )
        )
    return [
        " ".join(said),
        gettext("An answer may have several codes, so the percentages can add up to more than 100."),
        gettext("The thin lines show how far chance alone could move a figure (95 percent interval)."),
    ]


def _agreement(found: Open) -> dict[str, Any] | None:
    """None before two people have coded anything."""
    overall, by_code = agreement([each.coded for each in found.answers], [each.code for each in found.codes])
    if not overall.answers:
        return None
    lines = [(label_of(each), by_code[each.code]) for each in found.codes]
    return {
        "overall": overall,
        "lines": [(Words(gettext("All codes")), _figures(found, overall))]
        + [(label, _figures(found, each)) for label, each in lines],
    }


def _figures(found: Open, each: Agreement) -> list[str]:
    reader = found.here.reader
    alpha = NOTHING if each.alpha is None else reader.number(each.alpha, 2)
    return [alpha, percent(each.percent, reader), reader.count(each.same)]
