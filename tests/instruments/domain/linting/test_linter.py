"""Each rule of the linter: what it finds, and what it leaves in peace."""

from dataclasses import replace

import pytest

from engage.demo import citizen_survey
from engage.i18n.text import LocalizedText, TextState, Translation
from engage.instruments.domain.definition import Instrument, Item, ItemType, Option, Section
from engage.instruments.domain.linting import RULES, Term, lint


def asked(source: str, words: str, language: str = "de", terms: tuple[Term, ...] = ()) -> set[str]:
    """The rules that have something to say about one question."""
    return rules(instrument(question("q", source, words, language), language=language), language, terms)


def question(name: str, source: str, words: str, language: str = "de", **more) -> Item:
    return Item(name=name, type=more.pop("type", ItemType.TEXT), label=text(source, words, language), **more)


def text(source: str, words: str, language: str = "de", state: TextState = TextState.DRAFT) -> LocalizedText:
    return LocalizedText("en", {"en": Translation(source)} | ({language: Translation(words, state)} if words else {}))


def instrument(*items: Item, language: str = "de") -> Instrument:
    section = Section(name="a", slug="a", title=LocalizedText.of("A"), items=items)
    return Instrument(
        name="x", title=LocalizedText.of("X"), source_language="en", languages=("en", language), sections=(section,)
    )


def rules(definition: Instrument, language: str = "de", terms: tuple[Term, ...] = ()) -> set[str]:
    return {finding.rule for finding in lint(definition, language, terms)}


HUB = (Term("hub", "Knotenpunkt"), Term("ECHoS", "ECHoS", everywhere=True))


@pytest.mark.parametrize(
    ("rule", "source", "words", "language"),
    [
        ("placeholder_missing", "Where is ${name}?", "Wo ist sie?", "de"),
        ("placeholder_unknown", "Where is she?", "Wo ist ${nam}?", "de"),
        ("links", "Read [more](https://x.eu/en).", "Lesen Sie mehr.", "de"),
        ("links", "Write to a@x.eu.", "Schreiben Sie uns.", "de"),
        ("markup", "**Two** weeks", "Zwei Wochen", "de"),
        ("markup", "- one\n- two", "- eins", "de"),
        ("tags", "<b>Two</b> weeks", "<b>Zwei Wochen", "de"),
        ("numbers", "After 14 days", "Nach 15 Tagen", "de"),
        ("negation", "Have you never smoked?", "Haben Sie geraucht?", "de"),
        ("negation", "Did you know it?", "Wussten Sie es nicht?", "de"),
        ("negation", "I do not trust it", "J’ai confiance", "fr"),
        ("negation", "I trust it", "אני לא סומך על זה", "he"),
        ("untranslated", "How do you feel today?", "How do you feel today?", "de"),
        ("glossary", "Your hub decides.", "Ihr Zentrum entscheidet.", "de"),
        ("not_to_translate", "ECHoS asks.", "Echos fragt.", "de"),
        ("address", "Do you know it?", "Kennen Sie deinen Arzt?", "de"),
    ],
)
def test_a_rule_finds_what_it_is_for(rule: str, source: str, words: str, language: str):
    assert rule in asked(source, words, language, HUB if language == "de" else ())


@pytest.mark.parametrize(
    ("source", "words", "language"),
    [
        pytest.param("Where is ${ name }?", "Wo ist ${name}?", "de", id="a placeholder with spaces is the same"),
        pytest.param("[More](https://x.eu/en)", "[Mehr](https://x.eu/de)", "de", id="a page in the other language"),
        pytest.param("**Two** weeks", "**Zwei** Wochen", "de", id="the same emphasis"),
        pytest.param("Two weeks", "14 Tage", "de", id="a number in words"),
        pytest.param("Strongly disagree", "Stimme überhaupt nicht zu", "de", id="a no inside a word"),
        pytest.param("Not much", "Wenig", "de", id="almost a no"),
        pytest.param("No time", "Brak czasu", "pl", id="a lack is a no"),
        pytest.param("A person", "Une personne", "fr", id="a word that only looks like a negation"),
        pytest.param("Website", "אתר אינטרנט", "he", id="letters of a negation inside a word"),
        pytest.param("Radio", "Radio", "de", id="a word that languages share"),
        pytest.param("World Health Organization", "World Health Organization", "de", id="a name"),
        pytest.param("https://x.eu/a/b/c", "https://x.eu/a/b/c", "de", id="an address"),
        pytest.param("The hubs decide", "Die Knotenpunkte entscheiden", "de", id="a term with another ending"),
        pytest.param("ECHoS asks", "ECHoS fragt", "de", id="a name that stays"),
        pytest.param("They know it", "Sie wissen es", "de", id="they at the beginning of a sentence is no address"),
    ],
)
def test_a_rule_leaves_good_translations_in_peace(source: str, words: str, language: str):
    assert asked(source, words, language, HUB if language == "de" else ()) == set()


AGREE = ("Strongly disagree", "Disagree", "Agree", "Strongly agree")
GERMAN = ("Stimme gar nicht zu", "Stimme nicht zu", "Stimme zu", "Stimme voll zu")
FRENCH = ("Pas du tout d’accord", "Pas d’accord", "D’accord", "Tout à fait d’accord")
HEBREW = ("מאוד לא מסכימים", "לא מסכימים", "מסכימים", "מאוד מסכימים")


def scale(words: tuple[str, ...], language: str = "de") -> Instrument:
    options = tuple(
        Option(code=str(number), label=text(source, label, language))
        for number, (source, label) in enumerate(zip(AGREE, words, strict=True))
    )
    item = question("q", "How far?", "Wie weit?", language, type=ItemType.SINGLE, options=options)
    return instrument(item, language=language)


@pytest.mark.parametrize(
    ("words", "language", "found"),
    [
        pytest.param(GERMAN, "de", set(), id="German in order"),
        pytest.param(GERMAN[::-1], "de", {"scale_order"}, id="German reversed"),
        pytest.param(FRENCH, "fr", set(), id="French in order"),
        pytest.param(FRENCH[::-1], "fr", {"scale_order"}, id="French reversed"),
        pytest.param(HEBREW, "he", set(), id="Hebrew in order"),
        pytest.param(HEBREW[::-1], "he", {"scale_order"}, id="Hebrew reversed"),
        pytest.param((*GERMAN[:3], ""), "de", {"option_count"}, id="one answer missing"),
        pytest.param((*GERMAN[:2], GERMAN[3], GERMAN[3]), "de", {"options_alike"}, id="two answers alike"),
        pytest.param(("", "", "", ""), "de", set(), id="none translated yet: no finding, it is missing"),
    ],
)
def test_answer_lists_are_whole_distinct_and_in_order(words: tuple[str, ...], language: str, found: set[str]):
    assert rules(scale(words, language), language) - {"negation"} == found


def many(*odd: tuple[str, str], language: str = "de") -> Instrument:
    usual = [("Which of these would help you most?", "Was davon würde Ihnen am meisten helfen?")] * 9
    items = [question(f"q{n}", source, words, language) for n, (source, words) in enumerate([*usual, *odd])]
    return instrument(*items, language=language)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        pytest.param("Was?", {"length"}, id="far too short"),
        pytest.param("Was würde Ihnen helfen? " * 8, {"length"}, id="far too long"),
        pytest.param("Was würde Ihnen denn hier wirklich am meisten nützen?", set(), id="a little longer"),
    ],
)
def test_lengths_are_measured_against_what_is_usual_in_the_language(words: str, found: set[str]):
    assert rules(many(("Which of these would help you the least?", words))) == found


@pytest.mark.parametrize(
    ("language", "formal", "informal"),
    [
        ("de", "Was möchten Sie tun?", "Was möchtest du tun?"),
        ("fr", "Que voulez-vous faire ?", "Que veux-tu faire ?"),
        ("it", "Secondo Lei, che cosa conta?", "Secondo te, qual è la tua idea?"),
        ("pl", "Co Pani sądzi?", "Co ty sądzisz?"),
        ("sv", "Vad tycker Ni om detta?", "Vad tycker du om detta?"),
        ("nb", "Hva mener De om dette?", "Hva mener du om dette?"),
        ("he", "מה דעתכם?", "מה דעתך?"),
        ("nl", "Wat vindt u hiervan?", "Wat vind je hiervan?"),
        ("es", "¿Qué piensa usted?", "¿Qué piensas tú?"),
        ("ro", "Ce credeți dumneavoastră?", "Ce crezi tu?"),
        ("fi", "Mitä te ajattelette?", "Mitä sinä ajattelet?"),
        ("cs", "Co si vy myslíte?", "Co si ty myslíš?"),
    ],
)
def test_one_form_of_address_is_kept_in_each_language(language: str, formal: str, informal: str):
    same = [question(f"q{n}", "What do you think?", formal, language) for n in range(3)]
    odd = question("odd", "What do you think?", informal, language)

    assert rules(instrument(*same, language=language), language) == set()
    found = lint(instrument(*same, odd, language=language), language)
    assert [(one.rule, one.path, one.figures["usual"]) for one in found] == [("address", "items.odd.label", "formal")]


def test_stale_texts_are_not_compared_with_a_source_they_were_not_made_from():
    stale = instrument(Item(name="q", type=ItemType.TEXT, label=text("${a}?", "?", state=TextState.STALE)))

    assert rules(stale) == set()


def test_easy_words_may_be_many_and_different_but_show_the_same_answers():
    easy = "de-simple"
    long = question("q", "How are you, ${name}?", "Wie geht es? " * 20, easy)

    assert rules(instrument(long, language=easy), easy) == {"placeholder_missing"}


def test_the_gravest_comes_first():
    found = lint(
        instrument(question("a", "Did you know it?", "Wussten Sie es nicht?"), question("b", "Hello ${name}", "Hallo")),
        "de",
    )

    assert [one.rule for one in found] == ["placeholder_missing", "negation"]


def test_every_rule_that_can_be_found_has_a_name():
    assert len(set(RULES)) == len(RULES) == 15


def test_the_demonstration_has_no_finding_but_a_few_notes_for_people_to_look_at():
    """False alarms are the price of a rule: measured on seven translations of 200 texts each."""
    survey = citizen_survey()
    found = {language: lint(survey, language) for language in survey.languages}

    assert {one.level.value for findings in found.values() for one in findings} <= {"note"}
    assert sum(map(len, found.values())) <= 10


def test_the_source_has_nothing_to_be_compared_with():
    survey = citizen_survey()

    assert lint(survey, "en") == ()
    assert lint(replace(survey, languages=("en",)), "xx") == ()
