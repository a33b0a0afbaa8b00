"""How fieldwork goes, for its team: who is missing, the goals, and when, how and where people answer."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import current_app
from flask.typing import ResponseReturnValue

from engage.core.clock import utcnow
from engage.db.session import db
from engage.instruments.document import from_document
from engage.instruments.domain.definition import ItemType
from engage.results import service
from engage.results.domain.fieldwork import Fieldwork
from engage.results.monitoring import figures, targets
from engage.results.views import chart_files
from engage.results.views import monitoring_words as words
from engage.results.views.team_pages import Page, blueprint, page_of
from engage.results.weighting import keeping
from engage.surveys import queries, quotas
from engage.surveys.domain.status import Availability
from engage.surveys.inviting.counting import counts
from engage.web.permissions import Permission, permission

bp = blueprint("result_monitoring", __name__)
PLACES = (ItemType.REGION, ItemType.COUNTRY)


@bp.get("/surveys/<slug>/fieldwork")
@permission(Permission.RESULTS_SEE)
def page(slug: str) -> ResponseReturnValue:
    here = page_of(slug)
    survey, session, now = here.survey, db.session(), utcnow()
    found, progress = _pace(here), service.progress(session, here.survey, counted=here.seen is None)
    fielded = queries.fielded(session, survey.slug)
    drawn = _figures(here, found, progress)
    return here.render(
        "results/manage/fieldwork.html",
        found=found,
        progress=progress,
        state=queries.state(session, fielded, now) if fielded else Availability.HIDDEN,
        closes=words.closing(survey.closes_at, queries.time_zone(session, survey.id)),
        shown_all=_shown(drawn),
        durations=words.durations(found.seconds, found.languages, here),
        invited=counts(session, survey.id, here.seen),
        countries=[here.reader.country(code) for code in sorted(here.seen)] if here.seen is not None else None,
        **drawn,
    )


@bp.get("/surveys/<slug>/fieldwork/<int:number>.<any(svg, png, csv):kind>")
@permission(Permission.RESULTS_SEE)
def file(slug: str, number: int, kind: str) -> ResponseReturnValue:
    """A chart of the page, or its table, as a file."""
    here = page_of(slug)
    progress = service.progress(db.session(), here.survey, counted=here.seen is None)
    found = chart_files.picked(_shown(_figures(here, _pace(here), progress)), str(number))
    if kind in chart_files.PICTURES:
        return chart_files.picture(found.chart, kind, here, f"fieldwork-{number}")
    rows = [[label.text, *cells] for label, cells in found.grid.rows]
    return chart_files.csv_file([[head.text for head in found.grid.heads], *rows], here, f"fieldwork-{number}")


def _figures(here: Page, found: figures.Pace, progress: Fieldwork) -> dict[str, Any]:
    """What is drawn, by where it stands on the page."""
    return {
        "gaps": [words.gap(each, here) for each in found.gaps],
        "goals": words.goals(found.targets, here),
        "full": words.quotas(_quotas(here), here),
        "counted": words.counted(found, here),
        "sections": words.sections(progress, here) if progress.total.starts else None,
    }


def _shown(drawn: Mapping[str, Any]) -> list[words.Shown]:
    """All charts in the order of the page: the number of one stands in the addresses of its files."""
    goals = drawn["goals"]["shown"] if drawn["goals"] else None
    alone = [each["shown"] for each in drawn["gaps"]] + [goals, drawn["full"], *drawn["counted"], drawn["sections"]]
    return [each for each in alone if each is not None]


def _pace(here: Page) -> figures.Pace:
    session, survey = db.session(), here.survey
    places = [item.name for item in here.instrument.items if item.type in PLACES and item.name in here.items]
    return figures.pace(
        session,
        survey,
        populations=keeping.populations(session, survey.id, here.seen),
        targets=targets.targets(session, survey.id, here.seen),
        places=places,
        data_dir=_data_dir(),
        seen=here.seen,
    )


def _data_dir() -> Path:
    data_dir: Path = current_app.config["ENGAGE_SETTINGS"].data_dir
    return data_dir


def _quotas(here: Page) -> list[tuple[str, int, int]]:
    """Of the version in the field: name, places taken, places. Quotas know no countries: only for who sees all."""
    version = here.survey.version
    if version is None or here.seen is not None:
        return []
    taken = quotas.taken(db.session(), here.survey.id)
    asked = from_document(version.document).quotas
    return [(quota.name, taken.get(quota.name, 0), quota.limit) for quota in asked]
