"""Table groups that share a language."""

import random

import pytest

from engage.events.domain.interpretation import Listener
from engage.events.domain.tables import SEARCHED, seat

TAGS = ("nb", "sv", "pl", "it", "en")


def speaking(*languages: str) -> list[Listener]:
    return [Listener.of(at, text.split()) for at, text in enumerate(languages)]


def some(seed: int, tags: tuple[str, ...] = TAGS, number: int = 30) -> list[Listener]:
    chance = random.Random(seed)
    return [Listener.of(at, chance.sample(tags, chance.randint(0, 2))) for at in range(number)]


@pytest.mark.parametrize(
    ("people", "tables", "unseated"),
    [
        pytest.param(["nb"] * 4, [("nb", 4)], (), id="one full table"),
        pytest.param(["nb"] * 5, [("nb", 3), ("nb", 2)], (), id="divided evenly, nobody alone"),
        pytest.param(["nb", "nb", "pl", "pl"], [("nb", 2), ("pl", 2)], (), id="two languages"),
        pytest.param(["nb", "nb", "pl"], [("nb", 2)], (2,), id="the only one of a language"),
        pytest.param(["nb", "nb pl", "pl"], [("nb", 2)], (2,), id="somebody can sit with one of two only"),
        pytest.param(["nb", "nb pl", "pl nb", "pl"], [("nb", 2), ("pl", 2)], (), id="who speaks both makes two pairs"),
        pytest.param(["nb en", "pl en", "it en"], [("en", 3)], (), id="a language in common"),
        pytest.param([], [], (), id="nobody"),
    ],
)
def test_as_many_as_possible_sit_where_they_can_talk(people: list[str], tables: object, unseated: object) -> None:
    found = seat(speaking(*people), 4)

    assert [(table.language, len(table.people)) for table in found.tables] == tables
    assert found.unseated == unseated
    assert found.exact


@pytest.mark.parametrize("seed", range(15))
def test_everybody_at_a_table_speaks_its_language_and_sits_once(seed: int) -> None:
    listeners = some(seed)
    speaks = {each.id: each.spoken for each in listeners}

    found = seat(listeners, 6)

    assert all(table.language in speaks[who] for table in found.tables for who in table.people)
    assert all(2 <= len(table.people) <= 6 for table in found.tables)
    everybody = [who for table in found.tables for who in table.people] + [*found.unseated, *found.unknown]
    assert sorted(everybody) == sorted(speaks)
    assert found == seat(reversed(listeners), 6)


def test_with_many_languages_the_tables_still_hold() -> None:
    tags = tuple(f"l{at}" for at in range(SEARCHED + 8))
    listeners = some(1, tags, 200)
    speaks = {each.id: each.spoken for each in listeners}

    found = seat(listeners, 8)

    assert all(table.language in speaks[who] for table in found.tables for who in table.people)
    assert sum(len(table.people) for table in found.tables) + len(found.unseated) + len(found.unknown) == 200


def test_a_table_that_could_not_be_divided_is_refused() -> None:
    with pytest.raises(ValueError, match="divided"):
        seat([], 4, 3)
