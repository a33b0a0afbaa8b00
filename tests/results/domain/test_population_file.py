import pytest

from engage.instruments.domain.definition import ItemType
from engage.results.domain.margin_items import NotAnAnswer, codes_of, margin_items
from engage.results.domain.population_file import Wrong, read
from tests.factories.surveys import instrument, item, options, section

ASKED = margin_items(
    instrument(
        section(
            "about",
            item("sex", ItemType.SINGLE, options=options("m", "f", "another_gender")),
            item("age", ItemType.INTEGER),
            item("region", ItemType.REGION),
            item("land", ItemType.COUNTRY),
            item("likes", ItemType.MULTIPLE, options=options("a", "b")),
            item("why"),
        )
    )
)
BY_KEY = {each.key: each for each in ASKED}


def test_items_with_one_answer_a_person_can_tell_a_population_apart():
    assert list(BY_KEY) == ["sex", "age", "region", "land", "_language", "_country"]


@pytest.mark.parametrize(
    ("key", "said", "codes"),
    [
        pytest.param("sex", "m", ("m",), id="a code"),
        pytest.param("sex", "Another gender", ("another_gender",), id="a label"),
        pytest.param("sex", "another gender (DE)", ("another_gender",), id="a label in another language"),
        pytest.param("sex", "f + another_gender", ("f", "another_gender"), id="several together"),
        pytest.param("age", "18..29", ("18..29",), id="a range"),
        pytest.param("age", "18-29", ("18..29",), id="a range with a hyphen"),
        pytest.param("age", "18 – 29", ("18..29",), id="a range with a dash"),
        pytest.param("age", "65+", ("65..",), id="and over"),
        pytest.param("age", "<18", ("..17",), id="under"),
        pytest.param("age", "Y18-29", ("18..29",), id="as Eurostat has it"),
        pytest.param("age", "Y_GE65", ("65..",), id="as Eurostat has it, and over"),
        pytest.param("age", "Y_LT15", ("..14",), id="as Eurostat has it, under"),
        pytest.param("age", "Y20", ("20",), id="a single year"),
        pytest.param("age", "18-29 | 65+", ("18..29", "65.."), id="two ranges together"),
        pytest.param("region", "no0", ("NO0*",), id="the beginning of a region"),
        pytest.param("region", "NO08|SE", ("NO08*", "SE*"), id="regions together"),
        pytest.param("land", "no", ("NO",), id="a country"),
        pytest.param("_language", "nb", ("nb",), id="a language"),
    ],
)
def test_a_cell_is_named_by_codes_labels_or_ranges(key, said, codes):
    assert codes_of(BY_KEY[key], said) == codes


@pytest.mark.parametrize(
    ("key", "said"),
    [
        pytest.param("sex", "x", id="no option"),
        pytest.param("sex", "", id="nothing"),
        pytest.param("age", "young", id="no number"),
        pytest.param("age", "30-20", id="a range from behind"),
        pytest.param("region", "QQ1", id="no region"),
        pytest.param("land", "Norge", id="no country"),
    ],
)
def test_what_nobody_can_have_answered_is_refused(key, said):
    with pytest.raises(NotAnAnswer):
        codes_of(BY_KEY[key], said)


def cells(text, **more):
    found = read(text, ASKED, **more)
    assert found.good, found.findings
    return {
        each.name: (each.items, each.country, {cell.codes: cell.number for cell in each.cells})
        for each in found.populations
    }


LONG = "item,code,number\nsex,m,49\nsex,f,51\nage,18-29,20\nage,30+,80\n"


def test_a_line_may_name_its_item_so_that_one_file_has_several_margins():
    assert cells(LONG) == {
        "sex": (("sex",), "", {(("m",),): 49, (("f",),): 51}),
        "age": (("age",), "", {(("18..29",),): 20, (("30..",),): 80}),
    }


def test_columns_may_be_the_items_and_a_margin_have_its_own():
    text = "margin\tsex\tage\tOBS_VALUE\nS\tm\t\t1\nS\tf\t\t2\nC\tm\t..40\t3\nC\tm\t41+\t4\nC\tf\t..99\t5\n"
    found = cells(text)
    assert found["S"] == (("sex",), "", {(("m",),): 1, (("f",),): 2})
    assert found["C"][2] == {(("m",), ("..40",)): 3, (("m",), ("41..",)): 4, (("f",), ("..99",)): 5}


def test_two_items_may_be_crossed_line_by_line():
    text = "item;code;item2;code2;number\nsex;m;age;18+;1\nsex;f;age;18+;2\n"
    assert cells(text)["sex × age"][2] == {(("m",), ("18..",)): 1, (("f",), ("18..",)): 2}


def test_a_population_may_be_of_one_country():
    assert cells("country,sex,n\nNO,m,1\nNO,f,1\nDE,m,2\nDE,f,3\n") == {
        "sex (NO)": (("sex",), "NO", {(("m",),): 1, (("f",),): 1}),
        "sex (DE)": (("sex",), "DE", {(("m",),): 2, (("f",),): 3}),
    }


@pytest.mark.parametrize(
    ("head", "first", "second", "numbers"),
    [
        pytest.param("sex;n", "48,5", "51,5", (48.5, 51.5), id="decimal commas"),
        pytest.param("sex,n", "48.5%", "51.5 %", (48.5, 51.5), id="percent signs"),
        pytest.param("sex;n", "1.234.567", "987.654", (1234567, 987654), id="points between thousands"),
        pytest.param("sex,n", '"1,234"', '"2,345,678"', (1234, 2345678), id="commas between thousands"),
        pytest.param("sex\tn", "1 234", "2\u00a0345", (1234, 2345), id="spaces between thousands"),
        pytest.param("sex;n", "0,485", "0,515", (0.485, 0.515), id="shares with three decimals"),
        pytest.param("sex;n", "1.234,5", "2.000", (1234.5, 2000), id="both marks"),
        pytest.param("sex,OBS_VALUE", "1234 p", "2345 b", (1234, 2345), id="flags of Eurostat"),
    ],
)
def test_figures_are_read_as_they_are_written_in_many_countries(head, first, second, numbers):
    mark = next(each for each in ";\t," if each in head)
    text = f"\ufeff{head}\r\nm{mark}{first}\r\nf{mark}{second}\r\n"
    assert tuple(cells(text)["sex"][2].values()) == numbers


def test_a_figure_that_could_be_read_in_two_ways_is_named():
    found = read("sex;n\nm;1,234\nf;2\n", ASKED)
    assert found.good
    assert [(each.what, each.value) for each in found.findings] == [(Wrong.DECIMAL, "1,234")]


def test_totals_and_other_columns_are_left_out_and_named():
    found = read("freq,sex,OBS_VALUE\nA,m,1\nA,f,2\nA,T,3\n", ASKED)
    assert found.good
    assert [(each.line, each.what, each.value) for each in found.findings] == [
        (1, Wrong.COLUMN, "freq"),
        (4, Wrong.WHOLE, "T"),
    ]


BAD = [
    pytest.param("", (0, Wrong.EMPTY), id="nothing"),
    pytest.param("sex,n\n", (0, Wrong.EMPTY), id="only heads"),
    pytest.param("sex,age\nm,3\n", (1, Wrong.NO_NUMBER_COLUMN), id="no figures"),
    pytest.param("gender,n\nm,3\n", (1, Wrong.NO_ITEM_COLUMN), id="no item"),
    pytest.param("item,code,n\nsex,m,1\ngender,f,1\nsex,f,1\n", (3, Wrong.ITEM), id="an item that is not asked"),
    pytest.param("sex,n\nm,1\n,2\nf,1\n", (3, Wrong.NO_ITEM), id="a line of nobody"),
    pytest.param("sex,n\nm,1\nx,2\nf,1\n", (3, Wrong.ANSWER), id="an answer that is not offered"),
    pytest.param("sex,n\nm,1\nf,0\n", (3, Wrong.NUMBER), id="a group of nobody"),
    pytest.param("sex,n\nm,1\nf,:\n", (3, Wrong.NUMBER), id="a figure that is missing"),
    pytest.param("sex,n\nm,1\nf,-3\n", (3, Wrong.NUMBER), id="less than nobody"),
    pytest.param("sex,n\nm,1\nf,1\nf,2\n", (4, Wrong.TWICE), id="a cell twice"),
    pytest.param("age,n\n18-29,1\n29-40,1\n", (3, Wrong.TWICE), id="ranges that overlap"),
    pytest.param("region,n\nNO0,1\nNO08,1\n", (3, Wrong.TWICE), id="a region in a region"),
    pytest.param("sex,n\nm,1\n", (2, Wrong.FEW), id="one cell"),
    pytest.param("country,sex,n\nXX,m,1\nXX,f,1\n", (2, Wrong.COUNTRY), id="no country"),
    pytest.param("sex,age,region,n\nm,1,NO,2\n", (2, Wrong.THREE_ITEMS), id="three items crossed"),
    pytest.param("margin,sex,age,n\na,m,,1\na,,20,1\na,f,,3\n", (3, Wrong.OTHER_ITEMS), id="one name for two margins"),
    pytest.param("sex,n\n" + "m,1\n" * 2001, (0, Wrong.TOO_LONG), id="too many lines"),
    pytest.param('sex,n\n"m,1\n' + "f,2\n" * 40_000, (0, Wrong.TOO_LONG), id="a quotation mark that nobody closes"),
]


@pytest.mark.parametrize(("text", "finding"), BAD)
def test_what_is_wrong_is_said_by_line_and_nothing_is_good_then(text, finding):
    found = read(text, ASKED)
    assert not found.good
    assert finding in [(each.line, each.what) for each in found.findings]
