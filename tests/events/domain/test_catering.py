"""Numbers for the kitchen."""

from datetime import date

from engage.events.domain.catering import Eater, counted, in_order

FRIDAY, SATURDAY = date(2027, 5, 7), date(2027, 5, 8)
OSLO, ROME = 1, 2


def test_a_kitchen_sees_plates_of_each_day_and_site_and_who_came_beside_who_is_expected() -> None:
    eaters = [
        Eater(OSLO, ("vegan", "nut_allergy"), came=(FRIDAY,)),
        Eater(OSLO, ("nut_allergy", "vegan")),
        Eater(OSLO, words=True, came=(FRIDAY, SATURDAY)),
        Eater(ROME),
    ]

    found = counted(eaters, [FRIDAY, SATURDAY])

    assert list(found) == [(FRIDAY, OSLO), (FRIDAY, ROME), (SATURDAY, OSLO), (SATURDAY, ROME)]
    oslo = found[FRIDAY, OSLO]
    assert (oslo.expected.people, oslo.came.people) == (3, 2)
    assert oslo.expected.by_code == {"vegan": 2, "nut_allergy": 2}
    assert oslo.expected.plates == {("vegan", "nut_allergy"): 2, (): 1}
    assert (oslo.expected.with_words, found[SATURDAY, OSLO].came.people) == (1, 1)


def test_codes_stand_once_each_in_the_order_of_the_form() -> None:
    assert in_order(["soft_food", "keto", "vegan", "vegan"]) == ("vegan", "soft_food", "keto")
