"""Records money that came or went; what a payment addon stands for carries its reference."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from addons.pms.domain.charge_codes import DEPOSIT, PAYMENT, REFUND
from addons.pms.domain.errors import payment_refused
from addons.pms.domain.events import FolioPaymentPosted, FolioRefundPosted
from addons.pms.domain.ledger import Account, EntryKind, PaymentMethod, require_amount
from addons.pms.domain.money import Money
from addons.pms.hookspecs.ask import ask
from addons.pms.hookspecs.payments import PaymentApproved, PaymentRefused, PaymentRequest
from addons.pms.services import folio_store
from addons.pms.services.folio_posting import Posted, posted, require_currency
from addons.pms.services.folio_records import FolioRecord
from addons.pms.services.folio_store import NewEntry
from oppsera_host.db.unit_of_work import UnitOfWork
from oppsera_host.ids import new_id

_NAMES = {
    PaymentMethod.CASH: "Cash",
    PaymentMethod.CARD: "Card",
    PaymentMethod.BANK_TRANSFER: "Bank transfer",
    PaymentMethod.OTHER: "Other payment",
}


def post_payment(
    uow: UnitOfWork,
    folio_id: UUID,
    expected_version: int | None,
    *,
    amount: Money,
    method: PaymentMethod,
    description: str,
    reference: str | None = None,
) -> Posted:
    """Record a payment; before the arrival it is a deposit.

    Args:
        uow: the running unit of work.
        folio_id: the folio.
        expected_version: the version the caller has seen; None for any.
        amount: above zero.
        method: how it was paid.
        description: empty for the method's name.
        reference: what a payment addon, or the house's terminal, knows it by; never a card number.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT; FOLIO_NOT_OPEN; VALIDATION_ERROR on ``amount``;
            PAYMENT_REFUSED by an addon.
    """
    locked = folio_store.lock_open(uow, folio_id, expected_version)
    folio = locked.folio
    require_amount(require_currency(folio, amount))
    request = _request(folio, amount, method, reference)
    approval = _approved(uow, "pms_authorize_payment", request)
    if approval is not None:
        request = replace(request, reference=approval.reference)
        approval = _approved(uow, "pms_capture_payment", request) or approval
    stay = folio_store.stay_of(uow, folio.reservation_id)
    entry = NewEntry(
        request.id, folio, EntryKind.PAYMENT, DEPOSIT if stay.business_date < stay.check_in_date else PAYMENT,
        stay.business_date, -amount.amount, description.strip() or _NAMES[method], method=method,
        provider=None if approval is None else approval.provider,
        provider_reference=reference if approval is None else approval.reference,
    )  # fmt: skip
    return posted(folio_store.append(uow, "folio.post_payment", FolioPaymentPosted, [entry]))


def post_refund(
    uow: UnitOfWork,
    folio_id: UUID,
    expected_version: int | None,
    *,
    amount: Money,
    method: PaymentMethod | None,
    description: str,
    payment_id: UUID | None = None,
) -> Posted:
    """Record money paid back, never more than was paid.

    Args:
        uow: the running unit of work.
        folio_id: the folio.
        expected_version: the version the caller has seen; None for any.
        amount: above zero.
        method: how it is paid back; None as the payment was, or in cash where none is named.
        description: why.
        payment_id: the payment it is of.

    Raises:
        DomainError: NOT_FOUND; CONCURRENCY_CONFLICT; FOLIO_NOT_OPEN; VALIDATION_ERROR on ``amount`` or
            ``paymentId``; PAYMENT_REFUSED.
    """
    locked = folio_store.lock_open(uow, folio_id, expected_version)
    folio = locked.folio
    account = Account(folio.currency, locked.entries)
    payment = None if payment_id is None else account.find(payment_id)
    account.check_refund(require_currency(folio, amount), payment)
    chosen = method or (None if payment is None else payment.method) or PaymentMethod.CASH
    reference = None if payment is None else payment.provider_reference
    request = _request(folio, amount, chosen, reference)
    approval = None
    if payment is not None and payment.provider is not None:
        approval = _approved(uow, "pms_refund_payment", request)
    entry = NewEntry(
        request.id, folio, EntryKind.REFUND, REFUND, locked.business_date, amount.amount,
        description.strip() or _NAMES[chosen], corrects_id=payment_id, method=chosen,
        provider=None if approval is None else approval.provider,
        provider_reference=None if approval is None else approval.reference,
    )  # fmt: skip
    return posted(folio_store.append(uow, "folio.post_refund", FolioRefundPosted, [entry]))


def _request(
    folio: FolioRecord, amount: Money, method: PaymentMethod, reference: str | None
) -> PaymentRequest:
    return PaymentRequest(
        new_id(), folio.property_id, folio.reservation_id, folio.id, amount, method, reference
    )


def _approved(uow: UnitOfWork, hook: str, request: PaymentRequest) -> PaymentApproved | None:
    answer: PaymentApproved | PaymentRefused | None = ask(uow.tenant_id, hook, request=request)
    if isinstance(answer, PaymentRefused):
        raise payment_refused(answer.text)
    return answer
