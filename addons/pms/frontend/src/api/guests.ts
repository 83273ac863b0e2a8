/** Guests: search by name, e-mail or phone, and new ones. */
import { request, type Result } from "./http";
import type { Guest, NewGuest, Page } from "./types";

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
