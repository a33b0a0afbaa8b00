import json

import pytest

from engage.results.publishing.figures import document, read
from tests.factories.editions_of_results import make_published


def test_figures_come_back_from_the_store_as_they_were_published():
    published = make_published()

    assert read(json.loads(json.dumps(document(published)))) == published


def test_a_document_of_another_format_is_not_read():
    with pytest.raises(ValueError, match="2"):
        read({**document(make_published()), "format": 2})
