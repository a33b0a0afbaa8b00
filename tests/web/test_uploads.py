"""Files in a request: no more of them in memory than a page asks for."""

import io

from werkzeug.test import EnvironBuilder

from engage.web.uploads import Request


def test_of_files_beyond_those_a_page_asks_for_nothing_is_kept():
    sent = {f"file-{number}": (io.BytesIO(b"x" * 50), "a.pdf") for number in range(4)}
    request = Request(EnvironBuilder(method="POST", data=sent).get_environ())
    request.file_limit, request.files_kept = 30, 2

    assert [len(file.stream.read()) for file in request.files.values()] == [30, 30, 0, 0]
    assert {file.stream.sent for file in request.files.values()} == {50}
