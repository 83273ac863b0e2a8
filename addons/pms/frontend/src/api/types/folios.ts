/** What a stay owes: folios, their entries, what can be charged. */
import type { Instant, IsoDate, Money } from "./common";

export type EntryKind = "CHARGE" | "ADJUSTMENT" | "PAYMENT" | "REFUND" | "TRANSFER";
export type PaymentMethod = "CASH" | "CARD" | "BANK_TRANSFER" | "OTHER";

export interface FolioEntry {
  id: string;
  kind: EntryKind;
  code: string;
  description: string;
  night: IsoDate | null;
  businessDate: IsoDate;
  /** Signed: charges above zero, payments below. */
  amount: Money;
  method: PaymentMethod | null;
  reference: string | null;
}

export interface FolioState {
  id: string;
  version: number;
  windowNumber: number;
  name: string;
  payer: string;
  currency: string;
  status: "OPEN" | "CLOSED";
  /** Above zero is owed. */
  balance: Money;
}

export interface Folio extends FolioState {
  entries: FolioEntry[];
}

export interface Folios {
  items: Folio[];
  /** Of all folios of the stay. */
  balance: Money;
}

export interface ChargeCode {
  id: string;
  code: string;
  name: string;
  group: string;
  /** What one usually costs. */
  price: Money | null;
  active: boolean;
}

export interface CancellationTerms {
  /** Until then cancelling is free; null when it always or never is. */
  freeUntil: Instant | null;
  /** For cancelling now. */
  fee: Money;
  noShowFee: Money;
  /** Before it is too early for a no-show; null when it may be marked now. */
  noShowFrom: Instant | null;
  /** Whether this person may waive it. */
  mayWaive: boolean;
}
