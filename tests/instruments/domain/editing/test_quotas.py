"""Quotas are added, changed and removed, and count only what people can answer."""

import pytest

from engage.instruments.domain.definition import Quota
from engage.instruments.domain.editing import quotas, sections
from engage.instruments.domain.editing.change import Change, Missing, NameTaken, NotAllowed, NotAName
from tests.factories.surveys import HEALTH

SMOKERS = Quota(name="Smokers", limit=5, when={"smoker": ("yes",)})
WITH_QUOTA = quotas.add_quota("Smokers", 5, {"smoker": ["yes", "yes"]}).apply(HEALTH)


def test_a_quota_is_added_changed_and_removed() -> None:
    assert WITH_QUOTA.quotas == (SMOKERS,)

    narrower = quotas.change_quota("Smokers", when={"smoker": ["yes"], "trust/doctor": ["low", "high"]})
    changed = quotas.change_quota("Smokers", limit=0).apply(narrower.apply(WITH_QUOTA))
    assert changed.quotas[0].limit == 0
    assert changed.quotas[0].when == {"smoker": ("yes",), "trust/doctor": ("low", "high")}

    assert quotas.remove_quota("Smokers").apply(changed) == HEALTH


def test_answers_of_lists_and_free_answers_are_not_counted() -> None:
    listed = sections.change_repeat("views", name="entries").apply(HEALTH)

    assert [key for key, _ in quotas.countable(HEALTH)] == ["smoker", "topics", "trust/doctor"]
    assert [key for key, _ in quotas.countable(listed)] == ["smoker"]


def test_what_a_quota_counts_already_may_stay_where_it_could_not_be_chosen_any_more() -> None:
    counted = quotas.add_quota("Care", 3, {"topics": ["care"]}).apply(HEALTH)
    listed = sections.change_repeat("views", name="entries").apply(counted)

    assert quotas.change_quota("Care", limit=4, when={"topics": ["care"]}).apply(listed).quotas[0].limit == 4
    with pytest.raises(NotAllowed):
        quotas.change_quota("Care", when={"topics": ["care", "data"]}).apply(listed)


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        pytest.param(quotas.add_quota("Smokers", 1, {"smoker": ["no"]}), NameTaken, id="a name twice"),
        pytest.param(quotas.add_quota("  ", 1, {"smoker": ["no"]}), NotAName, id="no name"),
        pytest.param(quotas.add_quota("x", -1, {"smoker": ["no"]}), NotAllowed, id="fewer than none"),
        pytest.param(quotas.add_quota("x", 1, {}), NotAllowed, id="a group of everybody"),
        pytest.param(quotas.add_quota("x", 1, {"smoker": []}), NotAllowed, id="a group of nobody"),
        pytest.param(quotas.add_quota("x", 1, {"smoker": ["maybe"]}), NotAllowed, id="no such code"),
        pytest.param(quotas.add_quota("x", 1, {"age": ["30"]}), NotAllowed, id="nothing to choose"),
        pytest.param(quotas.change_quota("gone", limit=1), Missing, id="change what is not there"),
        pytest.param(quotas.remove_quota("gone"), Missing, id="remove what is not there"),
    ],
)
def test_refused(change: Change, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        change.apply(WITH_QUOTA)
