/** Guests: search by name, e-mail or phone, new ones, their details, and who stays in a reservation. */
import { request, type Result } from "./http";
import type { Guest, GuestChanges, GuestOfStay, GuestRole, NewGuest, Page, Reservation } from "./types";

const PATH = "/api/pms/guests";

export function searchGuests(q: string, limit = 8, signal?: AbortSignal): Promise<Result<Page<Guest>>> {
  return request(PATH, { query: { q, limit }, signal });
}

export function createGuest(body: NewGuest, idempotencyKey: string): Promise<Result<Guest>> {
  return request(PATH, { method: "POST", body, idempotencyKey });
}

export function fetchGuest(id: string, signal?: AbortSignal): Promise<Result<Guest>> {
  return request(`${PATH}/${encodeURIComponent(id)}`, { signal });
}

/** Fails with CONCURRENCY_CONFLICT (412) when `version` is no longer the current one. */
export function updateGuest(id: string, version: number, changes: GuestChanges, idempotencyKey: string): Promise<Result<Guest>> {
  return request(`${PATH}/${encodeURIComponent(id)}`, { method: "PATCH", body: changes, version, idempotencyKey });
}

function pathOf(reservationId: string): string {
  return `/api/pms/reservations/${encodeURIComponent(reservationId)}/guests`;
}

/** The guests of a stay; the one it is booked for comes first, with the role MAIN. */
export function fetchGuestsOfStay(reservationId: string): Promise<Result<{ items: GuestOfStay[] }>> {
  return request(pathOf(reservationId));
}

/** Names a further guest: one known by id, or a new one. */
export type FurtherGuest = { role: GuestRole } & ({ guestId: string } | { guest: NewGuest });

/** Fails with VALIDATION_ERROR on `guestId` when more would stay than the party has. */
export function addGuestToStay(reservation: Reservation, body: FurtherGuest, idempotencyKey: string): Promise<Result<Reservation>> {
  return request(pathOf(reservation.id), { method: "POST", body, version: reservation.version, idempotencyKey });
}

export function takeGuestOffStay(reservation: Reservation, guestId: string, idempotencyKey: string): Promise<Result<Reservation>> {
  const path = `${pathOf(reservation.id)}/${encodeURIComponent(guestId)}`;
  return request(path, { method: "DELETE", body: {}, version: reservation.version, idempotencyKey });
}
