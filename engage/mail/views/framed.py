"""A mail shown in a frame: its styles stand in it, so it has rules of its own, and no script, form or address works."""

import base64

from flask import Response

from engage.mail.letters import Letter

_RULES = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; "
        "frame-ancestors 'self'; sandbox"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}


def framed_letter(letter: Letter) -> Response:
    html = letter.html
    for picture in letter.pictures:
        data = f"data:{picture.type};base64,{base64.b64encode(picture.content).decode()}"
        html = html.replace(f"cid:{picture.id}", data)
    return Response(html, headers=_RULES, mimetype="text/html")
