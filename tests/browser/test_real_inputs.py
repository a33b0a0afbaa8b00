"""Real questionnaires from start to end: taken in by the command line, answered in Chromium, seen in the results.

Without scripts in every language of the file, on a screen of 360 px where nothing may stick out to the side;
with scripts in the source language and in the right-to-left one.
"""

import csv
import io

import pytest

from tests.browser.conftest import NewPage
from tests.browser.looking import fits
from tests.browser.site import REAL_INPUTS, Site
from tests.browser.walking import Manner, Walk

pytestmark = [pytest.mark.browser, pytest.mark.corpora]

WITH_SCRIPTS = [
    pytest.param(given, language, id=f"{given.slug}-{language}")
    for given in REAL_INPUTS
    for language in (given.languages[0], given.right_to_left)
    if language
]


@pytest.mark.parametrize("given", REAL_INPUTS, ids=lambda given: given.slug)
def test_without_scripts_answers_in_every_language_reach_the_results(site: Site, new_page: NewPage, given):
    page = new_page(scripts=False, width=360, height=740)
    walks = [Walk(site, page, given, language, look=fits) for language in given.languages]
    for walk in walks:
        walk.through()
        page.context.clear_cookies()

    counted = site.results(given.slug)["languages"]
    assert counted == {walk.language: site.submitted[given.slug, walk.language] for walk in walks}
    stored(site, walks)


@pytest.mark.parametrize(("given", "language"), WITH_SCRIPTS)
def test_with_scripts_no_page_comes_twice_and_an_answer_reaches_the_results(
    site: Site, new_page: NewPage, given, language
):
    walk = Walk(site, new_page(), given, language, Manner.BY_HAND, seed=2)

    walk.through()
    stored(site, [walk])


def stored(site: Site, walks: list[Walk]) -> None:
    """What was typed is among the responses, answer by answer (the file marks with ' what a sheet would calculate)."""
    (slug,) = {walk.given.slug for walk in walks}
    rows = list(csv.DictReader(io.StringIO(site.engage("survey", "export", slug, "--format", "csv"))))
    for walk in walks:
        written = {key: value for key, value in walk.answerer.answers().items() if isinstance(value, str)}
        mine = [row for row in rows if row["_language"] == walk.language]
        differences = [
            {key: row.get(key) for key in written if (row.get(key) or "").removeprefix("'") != written[key]}
            for row in mine
        ]
        assert {} in differences
