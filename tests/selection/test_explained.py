"""The ten lines of docs/explanation/draw.md draw what the product draws."""

import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from engage.selection import Candidate, InfeasibleTargets, Target, select

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "draw.md"
LINES = re.search(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)[1]


@settings(max_examples=60, deadline=None)
@given(
    people=st.dictionaries(st.integers(1, 200), st.sampled_from(["no", "se", "pl"]), min_size=1, max_size=25),
    places=st.integers(1, 12),
    limits=st.dictionaries(st.sampled_from(["no", "se"]), st.tuples(st.integers(0, 3), st.integers(0, 4))),
    seed=st.text("0123456789", min_size=1, max_size=6),
)
def test_whoever_runs_the_lines_of_the_manual_gets_the_same_people(people, places, limits, seed):
    script: dict = {}
    exec(LINES, script)
    pool = [Candidate(str(number), {"country": group}) for number, group in people.items()]
    targets = [Target("country", frozenset({g}), least, least + more) for g, (least, more) in limits.items()]
    try:
        drawn = select(pool, places, targets, seed)
    except InfeasibleTargets:
        return

    least = {group: pair[0] for group, pair in limits.items()}
    most = {group: sum(pair) for group, pair in limits.items()}
    assert [str(n) for n in script["draw"](seed, people, places, least, most)] == list(drawn.panel)
