"""What lies inside a draft."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.surveys.domain.draft import Draft

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
RAW = st.dictionaries(st.text(max_size=8), st.text(max_size=20) | st.lists(st.text(max_size=5)).map(tuple), max_size=5)


@settings(max_examples=60, deadline=None)
@given(raw=RAW, consent=st.none() | st.tuples(st.text(), st.text()), pulse=st.booleans())
def test_a_draft_comes_back_as_it_was_kept(raw, consent, pulse):
    import json

    draft = Draft(NOW, raw, consent, pulse)

    assert Draft.from_content(json.loads(json.dumps(draft.to_content()))) == draft


@settings(max_examples=60, deadline=None)
@given(stored=RAW, changes=RAW)
def test_merging_replaces_what_was_sent_and_keeps_everything_else(stored, changes):
    merged = Draft(NOW, stored).merged(changes).raw

    assert {key: merged[key] for key in changes} == changes
    assert {key: value for key, value in merged.items() if key not in changes} == {
        key: value for key, value in stored.items() if key not in changes
    }


@pytest.mark.parametrize(
    ("passed", "seconds"),
    [
        pytest.param(timedelta(seconds=4), 0, id="down"),
        pytest.param(timedelta(seconds=16), 20, id="up"),
        pytest.param(timedelta(minutes=7, seconds=1), 420, id="minutes"),
        pytest.param(timedelta(days=2), 4 * 60 * 60, id="a break overnight says nothing"),
        pytest.param(timedelta(seconds=-30), 0, id="a clock that was set back"),
    ],
)
def test_the_duration_is_kept_in_steps_of_ten_seconds(passed: timedelta, seconds: int):
    assert Draft(NOW).seconds(NOW + passed) == seconds


def test_consent_decides_what_may_be_asked():
    agreed = Draft(NOW, consent=("00", "en")).circumstances(now=NOW, seed="s", language="de")

    assert agreed.consent
    assert not Draft(NOW).circumstances(now=NOW, seed="s", language="de").consent
    assert (agreed.seed, agreed.language) == ("s", "de")
