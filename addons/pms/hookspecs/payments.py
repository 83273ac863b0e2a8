"""Money taken by a payment addon. Without one, payments are recorded by hand.

A card number never passes here: the addon keeps the card, or its provider does, and the house knows a reference.
"""

# A specification has a signature and no body.
# mypy: disable-error-code="empty-body"

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from addons.pms.domain.ledger import PaymentMethod
from addons.pms.domain.money import Money
from oppsera_host.hookspecs import hookspec


@dataclass(frozen=True, slots=True)
class PaymentRequest:
    """Money to take or to pay back.

    Attributes:
        id: the entry this becomes; the same on every try, so that nothing is taken twice.
        property_id: the property.
        reservation_id: whose stay.
        folio_id: the account.
        amount: above zero, in the folio's currency.
        method: how it is paid.
        reference: what the addon knows the payment, its authorisation or its card by; None when nobody said.
    """

    id: UUID
    property_id: UUID
    reservation_id: UUID
    folio_id: UUID
    amount: Money
    method: PaymentMethod
    reference: str | None


@dataclass(frozen=True, slots=True)
class PaymentApproved:
    """The addon stands for the money: its ``provider`` name, and the ``reference`` it knows this step by."""

    provider: str
    reference: str


@dataclass(frozen=True, slots=True)
class PaymentRefused:
    """No money moves; ``text`` is a sentence for the clerk. Answered as 409 PAYMENT_REFUSED."""

    text: str


PaymentAnswer = PaymentApproved | PaymentRefused


@hookspec(firstresult=True)
def pms_authorize_payment(request: PaymentRequest) -> PaymentAnswer | None:
    """Approve a payment before it is recorded.

    Asked inside the transaction that records it: answer from your own tables, without the network. What needs the
    network belongs before it (the guest pays on your page or terminal, and the desk names your reference) or after it
    (from ``pms_on_folio_event``, once it is committed).

    Args:
        request: what is to be taken.

    Returns:
        Approval or refusal; None when it is none of yours. When nobody answers it is recorded by hand.
    """


@hookspec(firstresult=True)
def pms_capture_payment(request: PaymentRequest) -> PaymentAnswer | None:
    """Claim an approved payment; asked straight after ``pms_authorize_payment`` approved, under the same rules.

    Args:
        request: the same, with the approval's reference.

    Returns:
        Approval with the final reference, or refusal; None keeps the approval's.
    """


@hookspec(firstresult=True)
def pms_refund_payment(request: PaymentRequest) -> PaymentAnswer | None:
    """Pay money back; under the rules of ``pms_authorize_payment``.

    Args:
        request: what is to be paid back; ``reference`` is that of the payment it is of.

    Returns:
        Approval or refusal; None when the payment is none of yours, and it is recorded as paid back by hand.
    """
