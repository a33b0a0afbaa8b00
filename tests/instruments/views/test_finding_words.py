"""Every finding has a sentence."""

from dataclasses import replace

from engage.app import create_app
from engage.core.settings import Settings
from engage.i18n.text import LocalizedText
from engage.instruments.domain.analysis.analyse import analyse
from engage.instruments.domain.definition import Item, ItemType, Row
from engage.instruments.views.finding_words import SENTENCES, finding_sentence
from tests.factories.surveys import instrument, item, options, section, text

BARE = LocalizedText("en", {})
YES = options("yes", "no")
NEVER = {"relevance": "${smoker} = 'yes' and ${smoker} = 'no'"}
FAULTY = instrument(
    section(
        "one",
        item("smoker", ItemType.SINGLE, options=YES, relevance="${later} = 'x'"),
        item("later"),
        item("broken", relevance="("),
        item("gone", relevance="${nobody} = 1"),
        item("maybe", relevance="${smoker} = 'maybe'"),
        item("itself", relevance="${itself} = 'x'"),
        Item(name="c", type=ItemType.CALCULATION, label=BARE, calculation="${c} + 1"),
        Item(name="d", type=ItemType.CALCULATION, label=BARE),
        item("twice", ItemType.SINGLE, options=(*YES, *YES)),
        item("rows", ItemType.MATRIX, options=YES, rows=(Row(code="r", label=text("R")), Row(code="r", label=BARE))),
        item("bare", ItemType.MATRIX),
        replace(item("silent"), label=BARE),
        item("words", ItemType.SINGLE, options=tuple(replace(each, label=BARE) for each in YES)),
        item("wanted", required="true()", **NEVER),
        item("offered", ItemType.SINGLE, options=options("a", "b", a=NEVER)),
        item("none", ItemType.SINGLE, options=options("a", a=NEVER), required="true()"),
        item("many", ItemType.MULTIPLE, options=YES, min_choices=5),
        item("range", ItemType.INTEGER, minimum=9, maximum=1),
        *(item(f"long{number}", multiline=True) for number in range(9)),
    ),
    section("after", item("late", relevance="${last} = 'x'")),
    section("last", item("last")),
    section("hidden", item("h"), relevance="false()"),
    section("empty"),
    languages=("en", "de", "fr"),
    minutes=1,
)


def test_every_finding_has_a_sentence(tmp_path):
    found = analyse(FAULTY).findings
    app = create_app(
        Settings(data_dir=tmp_path, base_url="http://localhost", secret_key="0123456789" * 4), testing=True
    )

    with app.test_request_context():
        sentences = [finding_sentence(each, FAULTY) for each in found]

    assert {each.code for each in found} == SENTENCES.keys()
    assert all(sentence.endswith(".") or "cannot be read" in sentence for sentence in sentences)
    assert any("“nobody”" in each for each in sentences)
