"""The words a guest is found by. Kept by triggers on ``pms_guests``, so that every way of writing one keeps them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ForeignKeyConstraint, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.db.base import Base


class GuestWord(Base):
    """A folded word of a name or an e-mail, or the end of a telephone number; compared by code point.

    Comparison of text is leakproof and LIKE is not: only the former uses an index under row-level security.
    """

    __tablename__ = "pms_guest_words"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "guest_id"], ["pms_guests.tenant_id", "pms_guests.id"]),
        Index(None, "tenant_id", "guest_id"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    word: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    guest_id: Mapped[UUID] = mapped_column(primary_key=True)
