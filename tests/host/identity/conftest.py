from __future__ import annotations

from tests.support.browsers import browser, make_user, new_browser, signed_in  # noqa: F401 - fixtures
from tests.support.process_state import process_put_back  # noqa: F401 - used by every test here
