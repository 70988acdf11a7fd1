"""A file as an answer to be saved: named for people, of its own type, and inert where a browser shows it anyway."""

from urllib.parse import quote

from starlette.responses import HTMLResponse, Response

from auditor.base.files import CONTENT_TYPES
from auditor.base.settings import safe_name
from auditor.web.shield import INERT_POLICY


def framed(page: str | bytes) -> HTMLResponse:
    """A paper as a page for a frame on one of ours: inert, and in no other site's frame."""
    return HTMLResponse(page, headers={"Content-Security-Policy": INERT_POLICY, "X-Frame-Options": "SAMEORIGIN"})


def saved_file(content: bytes, saved_as: str) -> Response:
    """``content`` to be saved under a name, whose ending says what it is."""
    stem, _, ending = saved_as.rpartition(".")
    named = quote(f"{safe_name(stem)}.{ending}", safe="")
    headers = {
        "Content-Disposition": f"attachment; filename=\"file.{ending}\"; filename*=UTF-8''{named}",
        "Content-Security-Policy": INERT_POLICY,
    }
    return Response(content, media_type=CONTENT_TYPES[ending], headers=headers)
