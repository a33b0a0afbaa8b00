import pytest


def _gettext(message, /, **variables):
    return message % variables if variables else message


def _ngettext(singular, plural, number, /, **variables):
    return _gettext(singular if number == 1 else plural, **variables)


@pytest.fixture
def reader():
    """Somebody who reads English from the left."""
    return {"language": "en", "direction": "ltr", "gettext": _gettext, "ngettext": _ngettext}
