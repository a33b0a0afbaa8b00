"""Pages rendered once and filled many times."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engage.web.compiled import MARKS, CompiledPage, Slot, begin, end, slot


def filled(text: str) -> str:
    """Slots as `<kind:args>`, blocks as `[kind:args|…]`."""
    slots = {kind: lambda *args, kind=kind: f"<{kind}:{','.join(args)}>" for kind in ("a", "b")}
    blocks = {
        kind: lambda parts, fill, *args, kind=kind: f"[{kind}:{','.join(args)}|{fill(parts)}]" for kind in ("x", "y")
    }
    return CompiledPage.of(text).fill(slots, blocks)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("", "", id="nothing"),
        pytest.param("only text", "only text", id="text"),
        pytest.param(f"{slot('a')}", "<a:>", id="a slot alone"),
        pytest.param(str(slot("a", "q", 'ä"<')), '<a:q,ä"<>', id="a slot's arguments come back as they were"),
        pytest.param(f"1{begin('x', 'q')}2{end()}3", "1[x:q|2]3", id="a block"),
        pytest.param(
            f"{begin('x')}{begin('y')}{slot('b')}{end()}{begin('y')}{end()}{end()}",
            "[x:|[y:|<b:>][y:|]]",
            id="blocks inside blocks",
        ),
    ],
)
def test_a_page_is_taken_apart_and_put_together(text: str, expected: str):
    assert filled(text) == expected


@pytest.mark.parametrize("text", [f"{end()}", f"{begin('x')}", f"{begin('x')}{end()}{end()}"])
def test_blocks_must_end_once(text: str):
    with pytest.raises(ValueError, match="block"):
        CompiledPage.of(text)


def test_a_block_may_be_left_out_repeated_or_reordered():
    page = CompiledPage.of(f"{begin('x')}1{end()}{begin('y')}2{end()}{begin('z')}3{end()}")
    blocks = {
        "x": lambda parts, fill: "",
        "y": lambda parts, fill: fill(parts) * 3,
        "z": lambda parts, fill: fill(tuple(reversed(parts))),
    }

    assert page.fill({}, blocks) == "2223"


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=40).map(lambda text: MARKS.sub("", text)), name=st.text(max_size=10))
def test_any_text_and_any_argument_survive(text: str, name: str):
    parts = CompiledPage.of(f"{text}{slot('a', name)}{text}").parts
    name = MARKS.sub("", name)

    assert "".join(part for part in parts if isinstance(part, str)) == text * 2
    assert [part.args for part in parts if isinstance(part, Slot)] == [(name,)] or not name.isascii()


def test_what_is_known_ahead_is_part_of_the_text_and_the_rest_is_filled_later():
    page = CompiledPage.of(f"1{slot('known')}2{begin('out')}3{end()}4{begin('kept')}5{slot('known')}6{end()}")

    ahead = page.ahead({"known": lambda: "k"}, {"out": lambda parts: (), "kept": lambda parts: None})

    assert [part if isinstance(part, str) else part.kind for part in ahead.parts] == ["1k24", "kept", ""]
    assert ahead.fill({}, {"kept": lambda parts, fill: fill(parts) * 2}) == "1k245k65k6"


def test_what_stands_in_the_place_of_a_block_is_looked_through_too():
    page = CompiledPage.of(
        f"{begin('all')}{begin('one')}a{slot('known')}{end()}{begin('one')}b{slot('later')}{end()}{end()}"
    )

    ahead = page.ahead(
        {"known": lambda: "k", "later": lambda: None},
        {"all": lambda parts: tuple(inside for part in parts for inside in part.parts)},
    )

    assert ahead.fill({"later": lambda: "l"}, {}) == "akbl"
