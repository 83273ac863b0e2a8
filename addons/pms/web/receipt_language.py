"""In which language a receipt is written: the payer's, not the clerk's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from flask import request
from flask_babel import force_locale

from addons.pms.services.receipts import ReceiptDocument
from oppsera_host.web.languages import LANGUAGES, nearest_tag


def language_of(document: ReceiptDocument) -> str:
    """Return the tag asked for as ``?language=``, else the guest's, else the property's, else the first we speak."""
    wished = (request.args.get("language"), document.guest_language, document.hotel.locale)
    found = (nearest_tag(tag) for tag in wished if tag)
    return next((tag for tag in found if tag), LANGUAGES[0].tag)


@contextmanager
def written_in(tag: str) -> Iterator[None]:
    """Translate and format within the block as readers of ``tag`` (BCP 47) do."""
    with force_locale(tag.replace("-", "_")):
        yield
