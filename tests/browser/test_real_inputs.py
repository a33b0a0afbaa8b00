"""Real questionnaires from start to end: taken in by the command line, answered in Chromium, seen in the results.

Without scripts in every language of the file, with scripts in the source language and in the right-to-left one.
"""

import csv
import io

import pytest

from tests.browser.conftest import NewPage
from tests.browser.site import REAL_INPUTS, Site
from tests.browser.walking import Walk

pytestmark = [pytest.mark.browser, pytest.mark.corpora]

WITH_SCRIPTS = [
    pytest.param(given, language, id=f"{given.slug}-{language}")
    for given in REAL_INPUTS
    for language in (given.languages[0], given.right_to_left)
    if language
]


@pytest.mark.parametrize("given", REAL_INPUTS, ids=lambda given: given.slug)
def test_without_scripts_answers_in_every_language_reach_the_results(site: Site, new_page: NewPage, given):
    page = new_page(scripts=False)
    walks = [Walk(site, page, given, language) for language in given.languages]
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
    walk = Walk(site, new_page(), given, language, scripts=True, seed=2)

    walk.through()

    assert len(set(walk.seen)) == len(walk.seen)
    stored(site, [walk])


def stored(site: Site, walks: list[Walk]) -> None:
    """What was typed is among the responses, answer by answer."""
    (slug,) = {walk.given.slug for walk in walks}
    rows = list(csv.DictReader(io.StringIO(site.engage("survey", "export", slug, "--format", "csv"))))
    for walk in walks:
        written = {key: value for key, value in walk.answerer.answers().items() if isinstance(value, str)}
        mine = [row for row in rows if row["_language"] == walk.language]
        assert any(all(row.get(key) == value for key, value in written.items()) for row in mine), walk.language
