import copy
import dataclasses
from dataclasses import FrozenInstanceError, dataclass, field, replace

import pytest

from engage.core import late_methods


def define():
    @dataclass(frozen=True, slots=True, order=True)
    class Place:
        name: str
        seats: int = 10
        notes: list[str] = field(default_factory=list, compare=False)

        def __post_init__(self):
            if self.seats < 0:
                raise ValueError("seats")

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Hall(Place):
        floor: int

    @dataclass
    class Count:
        of: str
        sum: int = 0

    return Place, Hall, Count


@pytest.fixture(params=[pytest.param(define, id="at once"), pytest.param(None, id="late")])
def classes(request):
    if request.param:
        return define()
    with late_methods.within():
        return define()


def test_a_class_behaves_the_same_whenever_its_methods_are_made(classes):
    place, hall, count = classes

    assert repr(place("Aula")).endswith("Place(name='Aula', seats=10, notes=[])")
    assert place("Aula", 3) == place(name="Aula", seats=3, notes=["small"]) != place("Aula", 4)
    assert hash(place("Aula", 3)) == hash(place("Aula", 3))
    assert place("Aula") < place("Barn")
    assert place("Aula").notes is not place("Aula").notes
    assert replace(place("Aula"), seats=7).seats == 7
    assert hall("Aula", floor=2) != place("Aula")
    assert (hall("Aula", floor=2).seats, hall("Aula", floor=2).floor) == (10, 2)
    assert count("beds", 2) == count("beds", 2)
    assert place.__match_args__ == ("name", "seats", "notes")
    with pytest.raises(TypeError, match=r"missing 1 required positional argument: 'name'"):
        place()
    with pytest.raises(ValueError, match="seats"):
        place("Aula", -1)
    with pytest.raises(FrozenInstanceError):
        place("Aula").seats = 2
    with pytest.raises(FrozenInstanceError):
        del hall("Aula", floor=2).name
    with pytest.raises(TypeError, match="unhashable"):
        hash(count("beds"))
    assert copy.deepcopy(place("Aula", 3, ["small"])) == place("Aula", 3)


def test_a_method_is_made_once_and_stands_in_the_class():
    with late_methods.within():
        place, hall, _ = define()
    late = place.__init__

    hall("Aula", floor=1)
    assert place.__init__ is late
    place("Aula")
    made = place.__init__
    place("Barn")

    assert late is not made
    assert place.__init__ is made
    assert made.__qualname__ == late.__qualname__


def test_what_is_defined_afterwards_is_defined_as_ever():
    maker = dataclasses._create_fn
    with pytest.raises(RuntimeError), late_methods.within():
        raise RuntimeError

    assert dataclasses._create_fn is maker


def test_a_python_that_makes_them_otherwise_is_left_alone(monkeypatch):
    monkeypatch.setattr(late_methods, "MAKER", "_not_there")

    with late_methods.within():
        place = define()[0]

    assert place("Aula") == place("Aula")


@pytest.mark.parametrize("name", ["__init__", "__eq__", "__repr__"])
def test_a_method_says_whose_it_is(classes, name):
    assert getattr(classes[0], name).__name__ == name
    assert getattr(classes[0], name).__qualname__.endswith(f"Place.{name}")
