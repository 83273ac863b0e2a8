/** Guests: search by name, e-mail or phone. */
import { request, type Result } from "./http";
import type { Guest, Page } from "./types";

const PATH = "/api/pms/guests";

export function searchGuests(q: string, limit = 8, signal?: AbortSignal): Promise<Result<Page<Guest>>> {
  return request(PATH, { query: { q, limit }, signal });
}

export function fetchGuest(id: string, signal?: AbortSignal): Promise<Result<Guest>> {
  return request(`${PATH}/${encodeURIComponent(id)}`, { signal });
}
