"""What becomes of the settings of a question that no item field carries."""

from collections.abc import Mapping

from engage.instruments.readers.limesurvey.context import Context
from engage.instruments.readers.limesurvey.model import Question
from engage.instruments.readers.limesurvey.notes import at


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_USED = _words(
    "prefix suffix em_validation_q em_validation_q_tip em_validation_sq em_validation_sq_tip min_num_value_n "
    "max_num_value_n min_num_value max_num_value equals_num_value num_value_int_only numbers_only maximum_chars "
    "min_answers max_answers max_subquestions exclude_all_others random_order answer_order subquestion_order "
    "hidden equation array_filter array_filter_exclude other_replace_text dualscale_headerA dualscale_headerB "
    "multiflexible_checkbox multiflexible_min multiflexible_max multiflexible_step commented_checkbox date_format "
    "date_min date_max slider_min slider_max slider_accuracy relevance other_numbers_only other_comment_mandatory "
    "allowed_filetypes max_filesize max_num_of_files min_num_of_files random_group"
)
_ELSEWHERE = _words(
    "public_statistics statistics_showgraph statistics_graphtype statistics_showmap scale_export save_as_default "
    "clear_default question_template printable_help assessment_value array_filter_style page_break"
)
"""Of statistics, of how things look, or told in another finding."""
_BEHAVIOUR: Mapping[str, str] = {
    "time_limit": "has a time limit, which is left out: nobody is hurried here",
    "code_filter": "filters its answers by code, which is left out",
    "exclude_all_others_auto": "ticks its exclusive option by itself once all others are ticked; here people tick it",
    "show_comment": "asks for a comment on each file; it is left out",
    "show_title": "asks for a title of each file; it is left out",
    "value_range_allows_missing": "allows missing values within its range; here every row may stay empty",
    "show_totals": "shows totals while one types; they are left out",
    "show_grand_total": "shows a grand total while one types; it is left out",
    "min_num_value_sgqa": "takes its smallest value from another answer, in an old way that is left out",
    "max_num_value_sgqa": "takes its largest value from another answer, in an old way that is left out",
    "num_value_equals_sgqa": "takes its total from another answer, in an old way that is left out",
    "location_mapservice": "shows a map, which is left out",
}
_FILES = ("show_comment", "show_title")
_DETAILS = ("time_limit_", "location_")
"""Of a time limit or a map that is told once."""
_NOTHING = frozenset({"", "0", "n", "no", "default", "normal", "none", "core", "-1"})
_PLAIN_THEMES = _words(
    "shortfreetext longfreetext hugefreetext numerical multipleshorttext multiplenumeric yesno gender date "
    "5pointchoice listradio list_dropdown list_with_comment multiplechoice multiplechoice_with_comments ranking "
    "boilerplate equation language file_upload core"
)
_BEHAVING_THEMES = frozenset({"browserdetect"})


def tell_the_rest(question: Question, context: Context) -> None:
    """Findings for settings that are lost: a warning for behaviour, one common note for looks."""
    for name in question.attributes:
        value = context.attribute(question, name)
        if name in _USED | _ELSEWHERE or (name.startswith(_DETAILS) and name not in _BEHAVIOUR):
            continue
        if value.lower() in _NOTHING:
            continue
        if name in _FILES and question.type != "|":
            continue
        if name in _BEHAVIOUR:
            message = f"{question.code} {_BEHAVIOUR[name]}."
            context.notes.warning(name, message, at(question.where, name))
        else:
            context.notes.looks(name)
    if question.other and question.type not in "L!MP":
        message = f"{question.code} asks for “other”, which its type does not have."
        context.notes.note("other", message, at(question.where, "other"))
    theme = question.theme
    if theme in _BEHAVING_THEMES:
        message = f"{question.code} has the theme “{theme}”, which fills in the answer; here it is a plain text."
        context.notes.warning("theme", message, question.where)
    elif theme and theme not in _PLAIN_THEMES and not theme.startswith("arrays/"):
        context.notes.looks(f"theme {theme}")
    if question.mandatory == "S":
        message = f"{question.code} is softly mandatory: here it can be skipped without a warning."
        context.notes.note("soft_mandatory", message, at(question.where, "mandatory"))
    if question.default_differs:
        message = f"The default of {question.code} differs between languages; here it is the source's in all."
        context.notes.warning("default", message, at(question.where, "default"))
    if question.default_other:
        message = f"The text that stands beside “other” of {question.code} at the beginning is left out."
        context.notes.warning("default", message, at(question.where, "default"))
