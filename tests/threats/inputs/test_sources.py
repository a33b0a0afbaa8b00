"""What the product's own source never does: it is read here, so that a line added one day does not do it either."""

import re
from pathlib import Path

import pytest
import yaml

import engage
from engage.core.located import Unreadable, from_yaml

ROOT = Path(engage.__file__).parent
_LOADERS = "pickle|cPickle|dill|marshal|shelve|jsonpickle|joblib|cloudpickle"
NEVER = {
    "makes whatever a file says": rf"^\s*(?:import|from) (?:{_LOADERS})\b",
    "reads XML that names other files": r"^\s*(?:import|from) (?:lxml|xml\.(?:sax|dom|parsers))\b",
    "runs a text": r"(?<![\w.])(?:eval|exec|compile|__import__)\(|os\.(?:system|popen)\(|shell=True",
    "makes what YAML says": r"yaml\.(?:load|load_all|full_load|full_load_all|unsafe_load|unsafe_load_all)\(",
    "takes a text for a template": r"render_template_string|\.from_string\(",
    "marks what was sent as safe": r"Markup\((?:request|form|g)\.",
}


@pytest.fixture(scope="module")
def sources() -> dict[str, str]:
    return {path.relative_to(ROOT).as_posix(): path.read_text(encoding="utf-8") for path in ROOT.rglob("*.py")}


@pytest.mark.parametrize("what", NEVER)
def test_the_product_never(sources: dict[str, str], what: str):
    pattern = re.compile(NEVER[what], re.MULTILINE)
    found = [(name, match[0].strip()) for name, text in sources.items() for match in pattern.finditer(text)]

    assert found == []


def test_what_is_looked_for_is_found():
    """The patterns themselves."""
    lines = ("import pickle", "from lxml import etree", "x = eval(y)", "yaml.load(f)", "env.from_string(t)")
    written = "\n".join([*lines, "Markup(request.args['x'])"])

    assert all(re.search(pattern, written, re.MULTILINE) for pattern in NEVER.values())


def test_xml_is_read_by_what_refuses_entities_only(sources: dict[str, str]):
    """The standard library's own reader is imported nowhere but to write."""
    reading = re.compile(r"^\s*from xml\.etree import ElementTree(?! as )|^import xml\.etree", re.MULTILINE)
    reads = re.compile(r"ElementTree\.(?:parse|fromstring|XML|iterparse)\(")
    found = [name for name, text in sources.items() if reading.search(text) and reads.search(text)]

    assert [name for name in found if "defusedxml" not in sources[name]] == []


def test_templates_escape_everything_but_what_is_made_by_us():
    """`safe` stands where a fixed drawing is, `autoescape` is never off."""
    found = [
        (path.relative_to(ROOT).as_posix(), line.strip())
        for path in sorted(ROOT.rglob("*.html"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"\|\s*safe\b|autoescape\s+false", line)
    ]

    assert [path for path, _ in found] == ["instruments/templates/instruments/editor/icons.html"]


@pytest.mark.parametrize(
    "document",
    [
        "!!python/object/apply:os.system ['touch made']",
        "!!python/object/new:subprocess.Popen [['touch', 'made']]",
        "a: !!python/name:os.environ",
        "a: !!python/module:os",
        "a: !!python/tuple [1]",
    ],
)
def test_a_document_that_would_make_things_makes_nothing(
    document: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    try:
        node = from_yaml(document)
    except Unreadable:
        pass
    else:
        assert "posix" not in repr(node.value)
    with pytest.raises(yaml.YAMLError):
        yaml.safe_load(document)

    assert list(tmp_path.iterdir()) == []
