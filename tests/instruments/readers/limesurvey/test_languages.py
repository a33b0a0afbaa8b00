import pytest

from engage.instruments.readers.limesurvey.languages import tag_for


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("en", "en"),
        ("de-informal", "de-x-informal"),
        ("de-easy", "de-simple"),
        ("es-AR", "es-AR"),
        ("es-AR-informal", "es-AR-x-informal"),
        ("zh-Hans", "zh-Hans"),
        ("zh-Hant-HK", "zh-Hant-HK"),
        ("ca-valencia", "ca-valencia"),
        ("pt_BR", "pt-BR"),
        ("Klingon!", None),
    ],
)
def test_limesurveys_codes_become_tags(code, expected):
    assert tag_for(code, {}) == expected


def test_what_the_organiser_says_comes_first():
    assert tag_for("de-informal", {"de-informal": "de-CH"}) == "de-CH"
