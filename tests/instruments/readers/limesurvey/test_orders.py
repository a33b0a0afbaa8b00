"""Random order: the questions of one name change places, all others stay."""

from tests.instruments.readers.limesurvey.making import a, q, reading, survey


def told(found):
    return [(f.where.row, f.message) for f in found.findings if f.code == "random_group"]


def test_questions_of_one_name_are_shuffled_and_the_others_stay(tmp_path):
    found = reading(tmp_path, *survey(q("S", "first"), q("S", "Q1", random_group="x"), q("S", "Q2", random_group="x")))

    [section] = found.instrument.sections
    assert section.shuffle
    assert [(item.name, item.fixed) for item in section.items] == [("first", True), ("Q1", False), ("Q2", False)]
    assert told(found) == []


def test_several_sets_in_one_group_keep_their_order_and_are_told(tmp_path):
    found = reading(tmp_path, *survey(q("S", "Q1", random_group="x"), q("S", "Q2", random_group="y")))

    assert not found.instrument.sections[0].shuffle
    [(row, message)] = told(found)
    assert row == 6
    assert "2 separate sets (x, y)" in message


def test_a_question_that_becomes_two_items_is_not_torn_apart(tmp_path):
    found = reading(tmp_path, *survey(q("O", "Q1", random_group="x"), a("A1"), q("S", "Q2", random_group="x")))

    assert not found.instrument.sections[0].shuffle
    assert "Q1 becomes two items" in told(found)[0][1]


def test_sets_across_groups_and_groups_in_random_order_are_told(tmp_path):
    group = {"class": "G", "type/scale": "G1", "name": "Second", "random_group": "g"}
    found = reading(
        tmp_path,
        *survey(
            q("S", "Q1", random_group="x"),
            q("S", "Q2", random_group="x"),
            group,
            q("S", "Q3", random_group="x"),
            q("S", "Q4", random_group="x"),
        ),
    )

    assert [section.shuffle for section in found.instrument.sections] == [True, True]
    messages = [message for _, message in told(found)]
    assert any("“Second” takes part in a random order of groups" in message for message in messages)
    assert any("2 groups take turns under “x”" in message for message in messages)
