"""The cross-language check for hub teams: questions to look at, with the reason in words."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask import abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from engage.db.session import db
from engage.i18n.named import language_name
from engage.results import comparing
from engage.results.charts.languages import durations_chart, minutes
from engage.results.domain.languages import CONFIDENCE, FEWEST, Look, Reason
from engage.results.views import chart_files, filtering, presenting
from engage.results.views.presenting import NOTHING, Grid, Words
from engage.results.views.team_pages import Page, blueprint, page_of
from engage.web.charts.drawing import Drawn
from engage.web.permissions import Permission, permission

bp = blueprint("result_languages", __name__)
MOST_LOOKS = 40


@bp.get("/surveys/<slug>/results/languages")
@permission(Permission.RESULTS_SEE)
def page(slug: str) -> ResponseReturnValue:
    """What is answered differently in one language than in the others."""
    here = page_of(slug)
    found = comparing.languages(db.session(), here.survey, seen=here.seen)
    number = filtering.page_number(len(found.looks), MOST_LOOKS)
    shown = found.looks[(number - 1) * MOST_LOOKS : number * MOST_LOOKS]
    chart = _durations(found, here)
    return here.render(
        "results/languages.html",
        spoken=_languages_grid(found, here),
        languages=len(found.spoken),
        few=[_named(each.tag, here) for each in found.spoken if not each.enough],
        fewest=FEWEST,
        confidence=here.reader.percent(100 * CONFIDENCE),
        total=len(found.looks),
        looks=[_told(look, here) for look in shown],
        chart=chart,
        links={kind: url_for(".chart", slug=slug, kind=kind) for kind in chart_files.PICTURES},
        pages=filtering.page_links(
            len(found.looks), MOST_LOOKS, number, lambda number: url_for(".page", slug=slug, page=number)
        ),
    )


def _named(tag: str, here: Page) -> str:
    return language_name(tag, here.reader.language)


def _durations(found: comparing.Languages, here: Page) -> Drawn | None:
    seconds = {each.tag: each.median_seconds for each in found.spoken if each.median_seconds is not None}
    return durations_chart(seconds, {tag: _named(tag, here) for tag in seconds}, here.reader)


def _languages_grid(found: comparing.Languages, here: Page) -> Grid:
    heads = [gettext("Language"), gettext("Responses"), gettext("Median duration"), gettext("Questions to look at")]
    rows = [
        (
            Words(_named(each.tag, here)),
            [
                here.reader.count(each.responses),
                NOTHING if each.median_seconds is None else minutes(each.median_seconds, here.reader),
                here.reader.count(len({look.question.key for look in found.looks if look.language == each.tag})),
            ],
        )
        for each in found.spoken
    ]
    return Grid(gettext("The languages of the answers"), [Words(head) for head in heads], rows)


def _told(look: Look, here: Page) -> dict[str, Any]:
    """One question to look at, in words."""
    reader = here.reader
    words = {
        "language": _named(look.language, here),
        "here": reader.percent(look.here),
        "elsewhere": reader.percent(look.elsewhere),
        "low": reader.signed(100 * look.apart.low),
        "high": reader.signed(100 * look.apart.high),
    }
    if look.reason is Reason.MISSING:
        reason = gettext(
            "In %(language)s %(here)s gave no answer, in the other languages %(elsewhere)s "
            "(difference %(low)s to %(high)s percentage points).",
            **words,
        )
    else:
        answer = presenting.row_words(look.question, look.row, reader).text if look.row else ""
        reason = gettext(
            "In %(language)s %(here)s said “%(answer)s”, in the other languages %(elsewhere)s "
            "(difference %(low)s to %(high)s percentage points).",
            answer=answer,
            **words,
        )
    strength = "" if look.association is None else gettext("Cramér's V %(v)s.", v=reader.number(look.association, 2))
    return {
        "title": filtering.title(look.question, reader),
        "key": look.question.key,
        "reason": reason,
        "strength": strength,
        "address": url_for(
            "crossing.page", slug=here.survey.slug, rows="_language", columns=look.question.key, _anchor="table"
        ),
        "crossed": look.reason is Reason.ANSWER,
    }


@bp.get("/surveys/<slug>/results/languages/durations.<kind>")
@permission(Permission.RESULTS_SEE)
def chart(slug: str, kind: str) -> ResponseReturnValue:
    here = page_of(slug)
    drawn = _durations(comparing.languages(db.session(), here.survey, seen=here.seen), here)
    return chart_files.picture(drawn or abort(404), kind, here, "durations")


@bp.get("/surveys/<slug>/results/languages.csv")
@permission(Permission.RESULTS_SEE)
def as_csv(slug: str) -> ResponseReturnValue:
    """Every question with its share of no answer by language, and what is worth a look."""
    here = page_of(slug)
    found = comparing.languages(db.session(), here.survey, seen=here.seen)
    return chart_files.csv_file(_rows(found, here), here, "languages")


def _rows(found: comparing.Languages, here: Page) -> Iterator[Sequence[str | float | None]]:
    tags = [each.tag for each in found.spoken]
    names = [gettext("No answer, percent: %(language)s", language=_named(tag, here)) for tag in tags]
    yield [gettext("Question"), gettext("Name"), *names, gettext("Reasons to look at it")]
    for each in found.missing:
        looks = [_told(look, here)["reason"] for look in found.looks if look.question.key == each.question.key]
        shares = [None if (share := each.shares.get(tag)) is None else round(share, 3) for tag in tags]
        yield [filtering.title(each.question, here.reader), each.question.key, *shares, " ".join(looks)]
