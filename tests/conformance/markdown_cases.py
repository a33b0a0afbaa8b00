"""The forms that pyxform, the reference implementation of XLSForm, is tested with."""

import json
import tempfile
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path
from typing import Any

from engage.core.findings import Level
from engage.instruments.readers.reading import Reading
from engage.instruments.readers.xlsform import read
from tests.conformance.rows import Row, Verdict, judged, numbered
from tests.corpora import corpora

TITLE = "XLSForm: the cases of pyxform"
INTRODUCTION = (
    "Forms written as Markdown in the tests of pyxform 4.5. A form that pyxform refuses has to be refused for the same "
    "reason; every other is read, or refused with a finding that names what is not offered here. Where a form names a "
    "language without its code, the code is given, as with `--language`."
)
ALLOWED = {
    "test_repeat::test_repeat_with_reference_path_after_instance_in_predicate_uses_current": (
        "an absolute path to something that is not in the form (`/test_name[…]`): pyxform does not look at it"
    ),
    "test_sheet_columns::test_media_column__is_ignored": (
        "a question without label, hint or picture: pyxform warns, but nobody could answer it"
    ),
    "test_validate_unicode_exception::test_validate_unicode_exception": (
        "`$(myField)` is no expression; pyxform leaves that to ODK Validate, which refuses it"
    ),
}
LANGUAGES = {"default": "en"}

REASONS = (
    ("test_unexpected_column__*", "entity_column"),
    ("test_unresolved_variable_reference__error", "unknown_reference"),
    ("test_duplicate_entity_declaration__error", "duplicate_entity"),
    ("test_duplicate_entity_property__*", "duplicate_property"),
    ("test_container_row_has_save_to__*", "save_to_on_group"),
    ("test_missing_entity_*", "entity_incomplete"),
    ("test_missing_save_to_prefix__*", "save_to_without_list"),
    ("test_unsolvable_meta_topology__*", "entity_without_place"),
    ("test_no_allocations__*", "entity_without_place"),
    ("test_save_to_scope_breach__*", "entity_across_repeats"),
    ("test_ref_scope_conflict__*", "entity_across_repeats"),
    ("test_dataset_name__missing*", "missing_list_name"),
    ("test_dataset_name__*", "invalid_name"),
    ("test_save_to_name__reserved_prefix__error", "invalid_name"),
    ("test_foo_allow_mock_accuracy_value_fails", "bad_parameter"),
    ("test_string_geopoint_*_accuracy_errors", "bad_parameter"),
    ("test_geoshape_with_accuracy_parameters_errors", "bad_parameter"),
    ("test_with_incremental__geopoint__error", "bad_parameter"),
    ("test_foo_fails", "bad_parameter"),
    ("test_external_quality_fails", "bad_parameter"),
    ("test_audit_random_name", "audit_name"),
    ("test_audit_*", "bad_parameter"),
    ("test_error__missing_trigger", "missing_trigger"),
    ("test_error__invalid_trigger", "unknown_reference"),
    ("test_error__calculation_exists", "unexpected_calculation"),
    ("test_multiple_duplicate_choices_without_setting", "duplicate_option"),
    ("test_media_from_reference__name_not_found__*", "unknown_reference"),
    ("test_cannot__use_same_external_xml_id_in_same_section", "duplicate_name"),
    ("test_cannot__use_different_src_same_id__*", "list_twice"),
    ("test_names__*_named_meta__*", "reserved_name"),
    ("test_names__repeat_same_as_survey_root__error", "reserved_name"),
    ("test_names__*__with_reference__error", "ambiguous_reference"),
    ("test_names__*", "duplicate_name"),
    ("test_reference_name_not_found__*", "unknown_reference"),
    ("test_reference_in_ignored_columns__not_validated__type__error", "unknown_type"),
    ("test_group__no_end_error__no_name", "missing_name"),
    ("test_group__no_*", "unbalanced_group"),
    ("test_guidance_hint_only", "missing_label"),
    ("test_multi_language_guidance_only", "missing_label"),
    ("test_string_max_pixels", "bad_parameter"),
    ("test_string_extra_params", "bad_parameter"),
    ("test_last_saved_errors_when_field_does_not_exist", "unknown_reference"),
    ("test_last_saved_call_and___last_saved_instance_conflict", "list_twice"),
    ("test_randomized_select_one_bad_*", "bad_parameter"),
    ("test_parameter_list__error", "bad_parameter"),
    ("test_tick_labelset_not_found__error", "unknown_list"),
    ("test_tick_labelset_empty__error", "missing_name"),
    ("test_tick_labelset_no_ticks_*", "bad_parameter"),
    ("test_usage_with_other_selects__*", "search_list_shared"),
    ("test_instance_id__can_be_used_as_reference_variable__error", "instance_id"),
    ("test_big_image_invalid_if_no_image", "big_image_without_image"),
    ("test_missing_survey_headers", "missing_column"),
    ("test_conflicting_aliased_values_raises_error", "duplicate_column"),
    ("test_duplicate_header_raises_error", "duplicate_column"),
    ("test_specify_other__choice_filter", "or_other_with_filter"),
    ("test_when_trigger_refers_to_calculate_with_label_error_is_shown", "trigger_not_visible"),
    ("test_typed_calculate_cant_be_trigger", "trigger_not_visible"),
    ("test_workbook_to_json__*__survey*", "no_survey_sheet"),
    ("test_workbook_to_json__*", "unknown_list"),
    ("test_warnings__unknown_control_group__no_name", "unknown_type"),
)
"""Why pyxform refuses a case, as the name of its test and pyxform's message say: test -> code of our finding."""

NOT_OFFERED = {
    "nested_repeat": "a list inside of a list",
    "last_saved": "answers of an earlier response",
    "missing_file": "a list in a file that is not there",
    "instance_id": "the identifier of a response",
    "path_after_reference": "paths that begin at an answer",
}
"""Codes of findings that name a feature which is not offered."""
_LEFT_OUT = ("feature_left_out", "metadata_left_out", "missing_file")


@cache
def cases() -> tuple[dict[str, Any], ...]:
    lines = corpora("surveys", "xlsform", "markdown_cases.jsonl").read_text(encoding="utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


@cache
def readings() -> tuple[tuple[str, dict[str, Any], Reading], ...]:
    """Name, case and what reading it gives."""
    names = numbered(f"{Path(case['file']).stem}::{case['test']}" for case in cases())
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.md"
        return tuple((name, case, _read(path, case["md"])) for name, case in zip(names, cases(), strict=True))


def outcomes() -> list[Row]:
    return [_row(name, case, reading) for name, case, reading in readings()]


def _row(name: str, case: dict[str, Any], reading: Reading) -> Row:
    codes = [finding.code for finding in reading.findings if finding.level is Level.ERROR]
    group = name.partition("::")[0]
    if case["errored"]:
        wanted = reason_of(case["test"])
        if wanted is None or wanted not in codes:
            return judged(group, name, Verdict.FAILS, ALLOWED, f"{wanted} expected, {codes} found")
        return judged(group, name, Verdict.REFUSED, ALLOWED, wanted)
    if reading.ok:
        return judged(group, name, Verdict.READ, ALLOWED)
    named = list(named_features(reading))
    return judged(group, name, Verdict.NAMED if named else Verdict.FAILS, ALLOWED, ", ".join(named or codes))


def _read(path: Path, text: str) -> Reading:
    path.write_text(text, encoding="utf-8")
    reading = read(path, languages={})
    if not reading.unnamed_languages:
        return reading
    tags = {name: f"x-{number}" for number, name in enumerate(reading.unnamed_languages)} | LANGUAGES
    return read(path, languages=tags)


def reason_of(test: str) -> str | None:
    return next((code for pattern, code in REASONS if fnmatch(test, pattern)), None)


def named_features(reading: Reading) -> Iterator[str]:
    """What a refusal says is not offered. A form that asks nothing else asks what is left out of it, or nothing."""
    errors = {finding.code for finding in reading.findings if finding.level is Level.ERROR}
    yield from (words for code, words in NOT_OFFERED.items() if code in errors)
    if errors == {"no_questions"}:
        left_out = any(finding.code in _LEFT_OUT for finding in reading.findings)
        yield "the only question there is" if left_out else "a form without a question"
