"""A person who books or stays. The only table of record that holds guests' names and addresses."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.clock import now
from oppsera_host.db.base import Base, TenantMixin


class Guest(TenantMixin, Base):
    """``search_text`` is the folded name, e-mail and phone: the order of guest lists, and what they are found by.

    A profile that was merged stays as ``merged_into`` another; an erased one stays without any data, so that
    stays, folios and figures keep whom they point at.
    """

    __tablename__ = "pms_guests"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "merged_into"], ["pms_guests.tenant_id", "pms_guests.id"]),
        CheckConstraint("merged_into <> id", name="merged_into"),
        Index(None, "tenant_id", "search_text"),
        Index(None, "tenant_id", "merged_into", postgresql_where=text("merged_into is not null")),
    )

    version: Mapped[int] = mapped_column(default=1)
    first_name: Mapped[str] = mapped_column(Text)
    last_name: Mapped[str] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    notes: Mapped[str] = mapped_column(Text, default="")
    language: Mapped[str | None] = mapped_column(Text)
    country: Mapped[str | None] = mapped_column(Text)
    preferences: Mapped[list[str]] = mapped_column(ARRAY(Text), server_default=text("'{}'"), default=list)
    external_reference: Mapped[str | None] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column(Text)
    merged_into: Mapped[UUID | None]
    erased_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def full_name(self) -> str:
        """First and last name as the board shows them."""
        return f"{self.first_name} {self.last_name}".strip()
