"""Languages are named in themselves without loading the data of each."""

import subprocess
import sys

from engage.i18n import locales
from scripts import own_names


def test_the_names_that_are_written_down_are_those_of_cldr():
    assert own_names.FILE.read_text(encoding="utf-8") == own_names.text(), "run: python -m scripts.own_names"


def test_a_list_of_all_languages_loads_the_data_of_no_other_language():
    program = (
        "from babel import localedata; from engage.i18n import named\n"
        "named.languages('de'); print(len(localedata._cache))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True)

    assert int(done.stdout) <= 3


def test_a_language_in_a_script_or_region_still_has_its_own_name():
    assert locales.endonym("zh-Hant") == locales.own_name("zh-Hant")
    assert locales.endonym("nb") == "Norsk bokmål"
