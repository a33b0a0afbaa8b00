"""People who come and go on a registration form."""

from engage.events.domain.form_persons import with_one_more, without
from engage.events.domain.form_rules import Purpose, Rules
from engage.events.domain.kinds import AttendeeRole

RULES = Rules(Purpose.WEB, (1,), (AttendeeRole.CITIZEN,), 3, {}, frozenset())


def test_who_goes_takes_their_fields_along_and_the_others_move_up() -> None:
    form = {
        "_name": ["A"],
        "_people": ["4"],
        "_p2._name": ["B"],
        "_p3._name": ["C"],
        "_p3.table": ["red"],
        "_p4._name": ["D"],
        "_p4._with": ["3"],
        "_seen": ["why", "_p2.why", "_p3.why"],
    }

    assert without(form, 2, 4) == {
        "_name": ["A"],
        "_people": ["3"],
        "_p2._name": ["C"],
        "_p2.table": ["red"],
        "_p3._name": ["D"],
        "_p3._with": ["2"],
        "_seen": ["why", "_p2.why"],
    }


def test_there_is_never_room_for_more_than_one_registration_takes() -> None:
    assert with_one_more({"_people": ["3"]}, RULES, 3)["_people"] == ["3"]
