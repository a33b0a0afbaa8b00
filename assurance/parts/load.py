"""How much it bears, and how fast."""

from assurance.step import TESTED, Step, module, tests

_SPREAD = (
    ("spread.ratio", "share of the bare insert, over 20 events"),
    ("spread.ours_a_second", "registrations a second"),
    ("spread.bare_a_second", "bare inserts a second"),
    ("one_event.ratio", "share on one event"),
)
_RESULTS = (
    ("snapshot", "seconds for a snapshot"),
    ("snapshot_memory_at_most", "MB for it"),
    ("results_page_warm_p95", "ms, 95th percentile of the results page"),
    ("results_page_a_new_filter", "ms for a new filter, the slowest"),
    ("submit_times_that_of_1_000_stored", "times a submit of a survey with 1,000 answers"),
)
_SURVEY = (
    ("page_ratio", "a page, share of the bare form page at 16 connections"),
    ("submit_ratio", "a submit, share of the bare insert at 16"),
    ("submit_p99_to_p50", "times the median: 99th percentile of a submit at 16"),
    ("journey_ratio", "whole journeys, share of as many bare page views and inserts"),
    ("most_statements", "SQL statements of a page, at most"),
)
SURVEY = tuple(
    Step(
        f"survey-{database}",
        "The demonstration survey beside the bare stack at 1, 16 and 64 connections: a page 1.0, a submit and whole "
        f"journeys 0.8 of it, the slowest percent of submits within 4 times the median. {name}.",
        module("benchmarks.run", "--database", database, "--prepared", "--json"),
        _SURVEY,
    )
    for database, name in {
        "sqlite": "SQLite, every commit on disk",
        "postgresql": "PostgreSQL, statements kept prepared",
    }.items()
)
PLACES_AND_PAGES = (
    Step(
        "registrations-sqlite",
        "Registrations with their mails over 20 events: half as many as bare inserts. SQLite.",
        module("benchmarks.event_places", "--json"),
        _SPREAD,
    ),
    Step(
        "registrations-postgresql",
        "The same on PostgreSQL, statements kept prepared.",
        module("benchmarks.event_places", "--database", "postgresql", "--prepared", "--json"),
        _SPREAD,
    ),
    Step(
        "last-places",
        "200 people for the last 10 places at once, 10 races on each database: exactly 10 seated, all answered in 3 s.",
        module("benchmarks.last_places"),
        (
            ("sqlite.slowest_seconds", "seconds, slowest answer, SQLite"),
            ("postgresql.slowest_seconds", "seconds, slowest answer, PostgreSQL"),
            ("people", "people"),
            ("places", "places"),
        ),
    ),
    Step(
        "start",
        "From the start to the first page in 2 s; the server with two workers and the embedded one in 280 MB.",
        module("benchmarks.start"),
        (
            ("start_seconds", "seconds to the first page"),
            ("start_processor_seconds", "of the processor"),
            ("memory_mb", "MB in all"),
            ("memory_mb_without_worker", "MB without the embedded worker"),
        ),
    ),
    Step(
        "public-statements",
        "Every public page of the demonstration, read twice: at most 6 SQL statements.",
        module("benchmarks.public_statements"),
        (
            ("routes", "routes"),
            ("most", "statements, the most"),
            ("beyond", "routes with more than 6"),
        ),
    ),
    Step(
        "first-paint",
        "Chromium at 400 kbit/s with 400 ms there and back: largest paint within 2.5 s, at most 40 kB.",
        module("benchmarks.first_paint"),
        (
            ("front.largest_paint_seconds", "seconds, front page"),
            ("front.kb", "kB, front page"),
            ("survey.largest_paint_seconds", "seconds, first page of a survey"),
            ("survey.kb", "kB, first page of a survey"),
        ),
    ),
    Step(
        "soak",
        "200,000 mixed requests in a row: no error, memory within 5 % after warming up.",
        module("benchmarks.soak"),
        (
            ("requests", "requests"),
            ("errors", "errors"),
            ("requests_a_second", "requests a second"),
            ("memory_mb", "MB at last"),
            ("memory_growth_percent", "percent more than after warming up"),
        ),
    ),
    Step(
        "very-large-survey",
        "500 questions in 24 languages, one with 2,000 options: 95 % of pages within 300 ms, the editor within 1 s.",
        module("benchmarks.huge_survey"),
        (
            ("page_p95_ms", "ms, 95th percentile of a page"),
            ("page_first_time_p95_ms", "ms for its first visitor"),
            ("send_p95_ms", "ms to send one"),
            ("editor_most_ms", "ms in the editor, the most"),
            ("editor_first_time_ms", "ms when it is first opened"),
        ),
    ),
    Step(
        "results-sqlite",
        "Results of 1,000,000 answers to 30 items. SQLite.",
        module("benchmarks.results_scale", "--json"),
        _RESULTS,
    ),
    Step(
        "results-postgresql",
        "The same on PostgreSQL.",
        module("benchmarks.results_scale", "--database", "postgresql", "--json"),
        _RESULTS,
    ),
    Step(
        "exports",
        "Exports of 200,000 answers to 40 items, beside polars' own writer.",
        module("benchmarks.exports_scale", "--json"),
        (
            ("csv_seconds", "seconds, CSV"),
            ("csv_first", "seconds to its first bytes"),
            ("of_polars", "of the speed of polars"),
            ("csv_megabytes", "MB more memory"),
        ),
    ),
)
"""How many people, how soon and for how long."""

STEPS = (
    Step(
        "races",
        "Places under 200 clients at once: 50 races on each database, 500 histories against the plain reference.",
        tests("--races", "50", "--examples", "500", "tests/events/races", "tests/events/places"),
        TESTED,
    ),
    *SURVEY,
    *PLACES_AND_PAGES,
)
