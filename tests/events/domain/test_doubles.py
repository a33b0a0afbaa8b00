"""Names that look like the same person's."""

import pytest

from engage.events.domain.doubles import same_name


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        pytest.param("Åse Ødegård", "odegard, ASE", True, id="accents, case and order"),
        pytest.param("Łukasz Wójcik-Nowak", "lukasz wojcik nowak", True, id="signs"),
        pytest.param("Ada Lovelace", "Ada Lovelac", False, id="another name"),
        pytest.param("Anna", "Anna Anna", False, id="a name twice"),
        pytest.param("", "", False, id="no name"),
        pytest.param("דנה כהן", "כהן דנה", True, id="Hebrew"),
    ],
)
def test_a_name_is_read_generously(one: str, other: str, same: bool) -> None:
    assert same_name(one, other) is same
