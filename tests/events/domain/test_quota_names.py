"""What somebody who waits reads of the group that is full."""

import pytest

from engage.events.domain.places import Limit, LimitKind
from engage.events.domain.quota_names import called_in
from engage.events.domain.waiting import Standing, Why
from engage.i18n.gates import TextGate
from engage.i18n.text import LocalizedText, TextState, Translation

DRAFT = {"en": Translation("Young people", TextState.APPROVED), "de": Translation("Junge Leute", TextState.DRAFT)}
TEXTS = {"quota:5:name": LocalizedText.of("Young people", "en", de="Junge Leute")}


@pytest.mark.parametrize(
    ("why", "texts", "language", "name"),
    [
        pytest.param(Limit(LimitKind.QUOTA, 5), TEXTS, "de", "Junge Leute", id="in the reader's language"),
        pytest.param(Limit(LimitKind.QUOTA, 5), TEXTS, "fr", "Young people", id="not translated: as it was written"),
        pytest.param(
            Limit(LimitKind.QUOTA, 5),
            {"quota:5:name": LocalizedText("en", DRAFT)},
            "de",
            "Young people",
            id="a draft does not pass the gate",
        ),
        pytest.param(Limit(LimitKind.QUOTA, 6), TEXTS, "de", "own", id="a quota without a text"),
        pytest.param(Limit(LimitKind.SITE, 5), TEXTS, "de", "own", id="no quota"),
        pytest.param(Limit(LimitKind.ROLE, "press"), TEXTS, "de", "own", id="a role"),
    ],
)
def test_a_full_group_is_named_in_the_language_of_who_waits(why, texts, language, name):
    standing = Standing(1, 0, (Why(why, "own"),))

    found = called_in(standing, texts, TextGate.APPROVED, language)

    assert [each.name for each in found.why] == [name]


def test_who_does_not_wait_has_no_reasons():
    assert called_in(None, TEXTS, TextGate.NONE, "de") is None
