"""What is said when something about reports is refused."""

from typing import Any

from flask_babel import lazy_gettext as _l

from engage.network.domain.periods import NoPeriod
from engage.network.reporting.reports import CorrectedAlready, PeriodNotOver

REFUSALS: dict[str, Any] = {
    PeriodNotOver.code: _l("The last month is not over. A report can be made from the first day after it."),
    CorrectedAlready.code: _l("Another report has taken its place already. Correct that one."),
    NoPeriod.code: _l("This is before the first month, or more than ten years after it."),
}
"""By the code of a refusal."""
