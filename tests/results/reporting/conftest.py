import pytest

from engage.results.charts.published import Teller
from engage.results.charts.reader import Reader


def _gettext(message, /, **variables):
    return message % variables if variables else message


def _ngettext(singular, plural, number, /, **variables):
    return _gettext(singular if number == 1 else plural, **variables)


@pytest.fixture
def teller() -> Teller:
    """To somebody who reads English."""
    return Teller(Reader("en", "ltr", _gettext, _ngettext), "en", 10)


@pytest.fixture
def hebrew() -> Teller:
    return Teller(Reader("he", "rtl", _gettext, _ngettext), "en", 10)
