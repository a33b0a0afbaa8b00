"""Papers with names in letters that no font of ours has."""

from importlib.resources import as_file, files

import pytest

from engage.events.tickets.signs import printed


@pytest.mark.parametrize("first", [pytest.param(0x4E00, id="chinese"), pytest.param(0x1F300, id="pictures")])
def test_however_many_signs_are_unknown_it_is_printed(first: int):
    name = "".join(map(chr, range(first, first + 80)))
    words = ("title", "language", "direction", "states", "name_direction", "took_part", "issued", "basis")
    data = dict.fromkeys(words, "en") | {"name": f"Ada {name}", "rows": []}

    with as_file(files("engage.events.attending") / "paper") as folder:
        assert printed(folder / "certificate.typ", data).startswith(b"%PDF")
