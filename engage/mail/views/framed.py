"""A mail shown in a frame: its styles stand in it, so it has rules of its own, and no script, form or address works.

Browsers let the tab key stop in a frame without a mark around it, so what stands in it shows where the focus is.
"""

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

_BODY, _HEAD_ENDS = "<body ", "</head>"
_FOCUS = (
    "<style>:focus-visible{outline:3px solid #ffbf47;box-shadow:0 0 0 5px #16252d}"
    "body:focus-visible{outline-offset:-3px;box-shadow:inset 0 0 0 5px #16252d}</style>"
)
"""The mark of the focus of our pages, on links and, where keys roll it, on the mail itself."""


def framed_letter(letter: Letter) -> Response:
    html = letter.html.replace(_HEAD_ENDS, _FOCUS + _HEAD_ENDS, 1).replace(_BODY, f'{_BODY}tabindex="0" ', 1)
    for picture in letter.pictures:
        data = f"data:{picture.type};base64,{base64.b64encode(picture.content).decode()}"
        html = html.replace(f"cid:{picture.id}", data)
    return Response(html, headers=_RULES, mimetype="text/html")
