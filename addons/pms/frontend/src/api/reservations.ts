/** Reservations: reading, writing, the commands of their life, their history and the addon panels. */
import { request, type Result } from "./http";
import { fetchAll } from "./pages";
import type { AuditEntry, CancellationTerms, DrawerPanel, NewReservation, Page, Reservation, ReservationChanges } from "./types";

export type ReservationCommand =
  | "confirm"
  | "cancel"
  | "check-in"
  | "check-out"
  | "no-show"
  | "reinstate"
  | "revert-check-in"
  | "assign-room"
  | "unassign-room"
  | "split";

const PATH = "/api/pms/reservations";

function pathOf(id: string): string {
  return `${PATH}/${encodeURIComponent(id)}`;
}

export function fetchReservation(id: string, signal?: AbortSignal): Promise<Result<Reservation>> {
  return request(pathOf(id), { signal });
}

/** By number and, for those who may read guests, by the guest's name, e-mail or phone; newest first. */
export function findReservations(
  query: { propertyId: string; q: string; limit: number },
  signal?: AbortSignal,
): Promise<Result<Page<Reservation>>> {
  return request(PATH, { query, signal });
}

export function createReservation(body: NewReservation, idempotencyKey: string): Promise<Result<Reservation>> {
  return request(PATH, { method: "POST", body, idempotencyKey });
}

/** Fails with CONCURRENCY_CONFLICT (412) when `version` is no longer the current one. */
export function updateReservation(
  id: string,
  version: number,
  changes: ReservationChanges,
  idempotencyKey: string,
): Promise<Result<Reservation>> {
  return request(pathOf(id), { method: "PATCH", body: changes, version, idempotencyKey });
}

export function runCommand(
  id: string,
  command: ReservationCommand,
  version: number,
  idempotencyKey: string,
  body: Record<string, unknown> = {},
): Promise<Result<Reservation>> {
  return request(`${pathOf(id)}/${command}`, { method: "POST", body, version, idempotencyKey });
}

/** The steps that several stays can take at once. */
export type CommandTogether = Extract<ReservationCommand, "confirm" | "check-in" | "check-out" | "cancel">;

/** Takes stays through a step, all of them or none. */
export function runTogether(
  stays: readonly { reservationId: string; version: number }[],
  command: CommandTogether,
  idempotencyKey: string,
  body: Record<string, unknown> = {},
): Promise<Result<{ reservations: Reservation[]; seq: number }>> {
  return request(`${PATH}/${command}`, { method: "POST", body: { ...body, reservations: stays }, idempotencyKey });
}

/** What it costs at present that the guest does not come. */
export function fetchCancellationTerms(id: string, signal?: AbortSignal): Promise<Result<CancellationTerms>> {
  return request(`${pathOf(id)}/cancellation-terms`, { signal });
}

/** Oldest first. */
export function fetchAudit(id: string): Promise<Result<AuditEntry[]>> {
  return fetchAll(`${pathOf(id)}/audit`);
}

export async function fetchPanels(id: string, signal?: AbortSignal): Promise<Result<DrawerPanel[]>> {
  const result = await request<DrawerPanel[] | Page<DrawerPanel>>(`${pathOf(id)}/panels`, { signal });
  if (!result.ok) return result;
  return { ...result, value: Array.isArray(result.value) ? result.value : result.value.items };
}
