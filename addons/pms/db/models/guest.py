"""A person who books or stays. The only table that holds guests' names and addresses."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from oppsera_host.clock import now
from oppsera_host.db.base import Base, TenantMixin


class Guest(TenantMixin, Base):
    """``search_text`` is the folded name, e-mail and phone that search-as-you-type looks through."""

    __tablename__ = "pms_guests"
    __table_args__ = (
        Index(None, "tenant_id", "search_text"),
        Index(None, "tenant_id", "email"),
    )

    version: Mapped[int] = mapped_column(default=1)
    first_name: Mapped[str] = mapped_column(Text)
    last_name: Mapped[str] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(Text)
    phone: Mapped[str | None] = mapped_column(Text)
    notes: Mapped[str] = mapped_column(Text, default="")
    external_reference: Mapped[str | None] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
    updated_at: Mapped[datetime] = mapped_column(default=now)

    @property
    def full_name(self) -> str:
        """First and last name as the board shows them."""
        return f"{self.first_name} {self.last_name}".strip()
