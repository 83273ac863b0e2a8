/** Folios: reading them, and what a desk posts to them. */
import { request, type Result } from "./http";
import { fetchAll } from "./pages";
import type { ChargeCode, Folios, Money, PaymentMethod } from "./types";

const PATH = "/api/pms/folios";

/** All folios of a stay; the first is opened when it is first asked for. */
export function fetchFolios(reservationId: string, signal?: AbortSignal): Promise<Result<Folios>> {
  return request(`/api/pms/reservations/${encodeURIComponent(reservationId)}/folios`, { signal });
}

export async function fetchChargeCodes(propertyId: string): Promise<Result<ChargeCode[]>> {
  return fetchAll("/api/pms/charge-codes", { propertyId });
}

export interface NewCharge {
  code: string;
  quantity: number;
  price: Money;
  description?: string;
}

export interface NewPayment {
  method: PaymentMethod;
  amount: Money;
  /** Of whoever took it; never a card number. */
  reference?: string;
}

export function postCharge(folioId: string, body: NewCharge, idempotencyKey: string): Promise<Result<unknown>> {
  return request(`${PATH}/${encodeURIComponent(folioId)}/charges`, { method: "POST", body, idempotencyKey });
}

export function postPayment(folioId: string, body: NewPayment, idempotencyKey: string): Promise<Result<unknown>> {
  return request(`${PATH}/${encodeURIComponent(folioId)}/payments`, { method: "POST", body, idempotencyKey });
}
