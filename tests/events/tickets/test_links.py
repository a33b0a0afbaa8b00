"""Personal links open one registration, until a newer link takes their place."""

from engage.events.models_people import Registration
from engage.events.tickets import links

KEY = "k" * 32


class Shelf:
    """Registrations by id, as a session hands them over."""

    def __init__(self, *kept: Registration) -> None:
        self.kept = {each.id: each for each in kept}

    def get(self, _model: object, number: int) -> Registration | None:
        return self.kept.get(number)


def test_a_link_opens_its_registration_and_no_other():
    mine, other = Registration(id=2**62 + 7, generation=1), Registration(id=8, generation=1)
    shelf = Shelf(mine, other)

    token = links.token(mine, key=KEY)

    assert links.by_token(shelf, token, key=KEY) is mine
    assert links.by_token(shelf, token, key="another key") is None
    assert links.by_token(shelf, links.token(other, key=KEY)[:11] + token[11:], key=KEY) is None


def test_a_new_generation_ends_the_old_link():
    mine = Registration(id=5, generation=1)
    old = links.token(mine, key=KEY)

    mine.generation = 2

    assert links.by_token(Shelf(mine), old, key=KEY) is None
    assert links.by_token(Shelf(mine), links.token(mine, key=KEY), key=KEY) is mine


def test_what_is_no_link_opens_nothing():
    for value in ("", "x" * 31, "x" * 33, "ä" * 32, "!" * 32, "_" * 32, "=" * 32):
        assert links.by_token(Shelf(), value, key=KEY) is None


def test_the_address_names_the_language_where_it_is_known():
    assert links.address("T", base="https://e.org/") == "https://e.org/registrations/T"
    assert (
        links.address("T", "ticket", language="nb", base="https://e.org") == "https://e.org/nb/registrations/T/ticket"
    )
