"""Read models kept from the event outbox. Each is safe to repeat."""

from __future__ import annotations

from addons.pms.projections import board
from addons.pms.projections.touched import EVENT_TYPES, PAYLOAD_MEMBERS
from oppsera_host.hookspecs.contributions import Subscriber

SUBSCRIBERS = (Subscriber(board.NAME, board.VERSION, board.handle, EVENT_TYPES, PAYLOAD_MEMBERS),)
