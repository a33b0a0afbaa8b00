"""Whether everybody can use it."""

from assurance.step import TESTED, Step, module, tests

_CRAWL = (
    ("roles", "kinds of people"),
    ("routes", "routes"),
    ("routes_not_reached", "routes with pages that no link led to"),
    ("pages", "pages looked at"),
    ("states.as served", "looks by axe on a wide screen"),
    ("states.400 %, all unfolded", "looks by axe at 320 pixels, everything unfolded"),
    ("states.dark", "in the dark"),
    ("states.forced colours", "in forced colours"),
    ("states.text spacing", "with text spaced out"),
    ("states.right to left", "from right to left"),
    ("states.by keys on a phone", "gone through by keyboard"),
    ("sources", "pages whose HTML was checked"),
    ("checked_by_nu", "by the Nu checker"),
    ("states.form", "forms sent back with mistakes"),
    ("findings", "findings"),
)

_BY_KEYS = (
    "tests/browser/test_keyboard.py",
    "tests/browser/test_keyboard_console.py",
    "tests/browser/test_events.py::test_the_way_to_a_place_can_be_gone_by_keyboard_alone",
    "tests/browser/test_topics.py",
    "tests/browser/test_rating.py",
    "tests/browser/test_workshop.py",
    "tests/browser/test_maturity.py::test_a_first_look_by_keyboard_on_a_phone_and_on_to_the_first_round",
    "tests/browser/test_translating.py",
    "tests/browser/test_open_answers.py",
    "tests/browser/test_publishing.py",
    "tests/browser/test_became.py",
    "tests/browser/test_console.py",
    "tests/browser/test_looking.py",
    "tests/web/test_kit_scripts.py",
)
_IN_EVERY_LANGUAGE = (
    "tests/browser/test_accessibility.py",
    "tests/browser/test_real_inputs.py",
    "tests/browser/test_became_pages.py",
    "tests/browser/test_event_page.py",
    "tests/browser/test_public_results.py",
    "tests/browser/test_events.py::test_the_pages_fit_a_phone_and_are_accessible",
)
STEPS = (
    Step(
        "pages",
        "Every page that each role can reach, in every state: axe with target size and nothing left undecided, nothing "
        "sticks out or is cut off, the focus shows, the HTML is valid; and every form sent back with mistakes.",
        module("assurance.access.crawling"),
        _CRAWL,
    ),
    Step(
        "keys",
        "Every journey of citizens and teams by keyboard alone, from its first page to the last.",
        tests(*_BY_KEYS),
        TESTED,
    ),
    Step(
        "languages",
        "Every page on the way through every real input, in every language that it has.",
        tests("--languages", "all", *_IN_EVERY_LANGUAGE),
        TESTED,
    ),
    Step(
        "statement",
        "What the accessibility statement says, made from the three steps before and the lines of this page.",
        module("assurance.access.statement"),
        (
            ("criteria", "success criteria of levels A and AA"),
            ("met", "met"),
            ("in_part", "met in part"),
            ("does_not_apply", "do not apply"),
            ("not_met", "not shown to be met"),
        ),
    ),
)
PROVING = ("pages", "keys", "languages")
"""Steps whose figures the statement rests on."""
