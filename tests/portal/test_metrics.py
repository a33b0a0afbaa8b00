"""/metrics: for who shows the token, in the format of Prometheus, with what is watched."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from engage.core.actor import PRODUCT
from engage.core.clock import utcnow
from engage.db import beside
from engage.jobs.queue import ask_for
from engage.mail import outbox
from engage.privacy import audit
from tests.support.databases import ON_SQLITE, transaction

ROOT = Path(__file__).parents[2]
TOKEN = "a token for Prometheus".replace(" ", "-")
RULES = ROOT / "deploy/prometheus/alerts.yml"
SCRAPING = ROOT / "deploy/prometheus/prometheus.yml"
BOARD = ROOT / "deploy/grafana/engage.json"
WATCH = (ROOT / "docs/how-to/watch.md").read_text(encoding="utf-8")
Start = Callable[..., Flask]


@pytest.fixture
def watched(make_app: Start) -> Flask:
    return make_app(metrics_token=TOKEN)


def read(app: Flask, token: str = TOKEN) -> dict[str, dict[tuple[tuple[str, str], ...], float]]:
    """Every sample by name and labels, as Prometheus' own reader takes them."""
    answer = app.test_client().get("/metrics", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200
    assert answer.content_type == "text/plain; version=0.0.4; charset=utf-8"
    found: dict[str, dict[tuple[tuple[str, str], ...], float]] = {}
    for family in text_string_to_metric_families(answer.text):
        for sample in family.samples:
            found.setdefault(sample.name, {})[tuple(sorted(sample.labels.items()))] = sample.value
    return found


def one(app: Flask, name: str, **labels: str) -> float:
    return read(app)[name][tuple(sorted(labels.items()))]


@ON_SQLITE
@pytest.mark.parametrize(
    "shown",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"Authorization": "Bearer wrong"}, id="another token"),
        pytest.param({"Authorization": f"Basic {TOKEN}"}, id="another way"),
        pytest.param({"Authorization": "Bearer "}, id="an empty one"),
    ],
)
def test_who_does_not_show_the_token_finds_no_such_page(watched: Flask, shown: dict[str, str]) -> None:
    assert watched.test_client().get("/metrics", headers=shown).status_code == 404


@ON_SQLITE
def test_without_a_token_in_the_settings_there_is_no_such_page(app: Flask) -> None:
    for shown in ({}, {"Authorization": "Bearer "}, {"Authorization": f"Bearer {TOKEN}"}):
        assert app.test_client().get("/metrics", headers=shown).status_code == 404


def test_work_and_mails_that_wait_are_counted_with_the_age_of_the_oldest(watched: Flask) -> None:
    now = utcnow()
    with transaction(watched) as session:
        ask_for(session, "x", due_at=now - timedelta(minutes=20), now=now)
        ask_for(session, "x", due_at=now + timedelta(days=1), now=now)
        outbox.put(session, "x", "a@example.org", language="en", due_at=now - timedelta(hours=1), now=now)

    found = read(watched)
    assert found["engage_jobs"][("state", "waiting"),] == 2
    assert 1200 <= found["engage_jobs_oldest_seconds"][()] < 1260
    assert found["engage_mails"][("state", "waiting"),] == 1
    assert 3600 <= found["engage_mails_oldest_seconds"][()] < 3660
    assert found["engage_database_up"][()] == 1
    assert found["engage_database_migrated"][()] == 1
    assert found["engage_database_size_bytes"][()] > 100_000


@ON_SQLITE
def test_the_last_backup_is_told_by_its_time(watched: Flask) -> None:
    assert one(watched, "engage_backup_timestamp_seconds") == 0
    now = utcnow()
    with transaction(watched) as session:
        audit.record(session, PRODUCT, "backup.made", "backup", "x", now=now)

    assert one(watched, "engage_backup_timestamp_seconds") == pytest.approx(now.timestamp(), abs=1)


@ON_SQLITE
def test_requests_are_counted_and_nothing_tells_of_which_survey_or_how_many_answers(watched: Flask) -> None:
    client = watched.test_client()
    client.get("/en/")
    client.get("/en/surveys/nowhere")
    found = read(watched)

    assert found["engage_requests_total"][("end", "2xx"), ("page", "public"), ("way", "read")] == 1
    assert found["engage_requests_total"][("end", "4xx"), ("page", "public"), ("way", "read")] == 1
    assert found["engage_request_seconds_count"][("page", "public"), ("way", "read")] == 2
    labels = {label for samples in found.values() for each in samples for label, _ in each}
    assert labels == {"end", "page", "way", "le", "state", "version", "python"}


@ON_SQLITE
def test_with_the_database_away_it_says_so_and_tells_the_rest(watched: Flask, tmp_path: Path) -> None:
    from engage.db.session import db

    with watched.app_context():
        db.engine.dispose()
    (tmp_path / "engage.db").rename(tmp_path / "away.db")
    (tmp_path / "engage.db").mkdir()

    found = read(watched)

    assert found["engage_database_up"][()] == 0
    assert found["engage_disk_free_bytes"][()] > 0
    assert "engage_jobs" not in found


# -- what we ship for Prometheus and Grafana

_NAME = re.compile(r"\bengage_\w+")


def expressions(board: dict[str, Any]) -> list[str]:
    return [target["expr"] for panel in board["panels"] for target in panel.get("targets", ())]


def rules() -> list[dict[str, Any]]:
    given = yaml.safe_load(RULES.read_text(encoding="utf-8"))
    return [rule for group in given["groups"] for rule in group["rules"]]


def names_known(app: Flask) -> set[str]:
    """As if everything had happened once: a recurring job, and a server beside the database that is away."""
    from engage.db.session import db
    from engage.jobs.models import ScheduledRun

    with app.app_context():
        beside.attach(db.engine, "redis://127.0.0.1:1/0")
    with transaction(app) as session:
        session.add(ScheduledRun(name="x", last_at=utcnow(), ended_at=utcnow()))
    return set(read(app))


@ON_SQLITE
def test_every_number_that_alerts_and_the_board_look_at_is_there(watched: Flask) -> None:
    board = json.loads(BOARD.read_text(encoding="utf-8"))
    asked = (*expressions(board), *(rule["expr"] for rule in rules()))
    looked_at = {name for expr in asked for name in _NAME.findall(expr)}

    assert looked_at
    assert looked_at <= names_known(watched)


@ON_SQLITE
def test_every_number_is_explained_where_watching_is(watched: Flask) -> None:
    told = {re.sub(r"_(bucket|sum|count)$", "", name) for name in names_known(watched)}

    assert {name for name in told if f"`{name}`" not in WATCH} == set()


def test_each_alert_says_what_is_wrong_and_what_to_do() -> None:
    for rule in rules():
        assert set(rule) == {"alert", "expr", "for", "labels", "annotations"}, rule["alert"]
        assert rule["labels"]["severity"] in ("page", "ticket")
        assert set(rule["annotations"]) == {"summary", "runbook"}
        assert f"### {rule['alert']}\n" in WATCH, rule["alert"]
        anchor = rule["alert"].lower()
        assert rule["annotations"]["runbook"] == f"docs/how-to/watch.md#{anchor}"
        assert rule["expr"].count("(") == rule["expr"].count(")")


def test_the_board_has_a_title_and_a_unit_on_every_panel_and_none_lie_on_each_other() -> None:
    board = json.loads(BOARD.read_text(encoding="utf-8"))
    places: set[tuple[int, int]] = set()
    for panel in board["panels"]:
        assert panel["title"]
        assert panel["fieldConfig"]["defaults"]["unit"]
        assert panel["targets"]
        at = panel["gridPos"]
        here = {(x, y) for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])}
        assert not here & places
        assert all(x < 24 for x, _ in here)
        places |= here
    assert len({panel["id"] for panel in board["panels"]}) == len(board["panels"])


def test_prometheus_is_told_to_show_the_token_and_to_read_the_alerts() -> None:
    given = yaml.safe_load(SCRAPING.read_text(encoding="utf-8"))
    (job,) = given["scrape_configs"]

    assert given["rule_files"] == [RULES.name]
    assert job["metrics_path"] == "/metrics"
    assert job["authorization"]["type"] == "Bearer"
