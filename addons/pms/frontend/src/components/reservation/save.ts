/** The requests that carry a draft. */
import { createGuest } from "../../api/guests";
import type { Result } from "../../api/http";
import { createReservation, updateReservation } from "../../api/reservations";
import type { GuestSummary, Problem, Reservation } from "../../api/types";
import type { ConflictRequest } from "../dialogs/conflict-dialog";
import type { SubmissionKey } from "../forms/submission";
import { draftOf, newGuestOf, toChanges, toNewReservation, type Draft, type PropertyContext } from "./draft";
import type { ReferenceData } from "./reference-data";

export interface SaveRequest {
  reservation: Reservation | undefined;
  draft: Draft;
  property: PropertyContext;
  key: SubmissionKey;
  /** Told when a new guest was made for an existing reservation. */
  guestMade: (guest: GuestSummary) => void;
}

/** Sends one request, and one before it when an existing reservation gets a new guest. */
export async function saveReservation(request: SaveRequest): Promise<Result<Reservation>> {
  const { reservation, draft, property, key } = request;
  if (reservation === undefined) {
    const body = toNewReservation(draft, property);
    return send(key, body, (idempotencyKey) => createReservation(body, idempotencyKey));
  }
  if (draft.guestId !== "") return change(request, reservation, draft);
  const guest = newGuestOf(draft);
  const made = await send(key, guest, (idempotencyKey) => createGuest(guest, idempotencyKey));
  if (!made.ok) return made;
  request.guestMade(made.value);
  return change(request, reservation, { ...draft, guestId: made.value.id });
}

async function change({ property, key }: SaveRequest, before: Reservation, draft: Draft): Promise<Result<Reservation>> {
  const changes = toChanges(draftOf(before, property.timezone), draft, property);
  if (Object.keys(changes).length === 0) return { ok: true, status: 200, value: before };
  const { id, version } = before;
  return send(key, [id, version, changes], (idempotencyKey) => updateReservation(id, version, changes, idempotencyKey));
}

async function send<T>(key: SubmissionKey, content: unknown, request: (idempotencyKey: string) => Promise<Result<T>>): Promise<Result<T>> {
  const result = await request(key.for(content));
  if (result.ok || !result.offline) key.answered();
  return result;
}

const ROOM_PROBLEMS = new Set(["ROOM_ALREADY_BOOKED", "ROOM_OUT_OF_ORDER", "NO_AVAILABILITY"]);

/** Whether the problem is one the conflict dialog can help with. */
export function isRoomProblem(problem: Problem): boolean {
  return ROOM_PROBLEMS.has(problem.code) && (problem.alternatives !== undefined || problem.conflicts !== undefined);
}

export function conflictRequest(problem: Problem, draft: Draft, guestName: string, reference: ReferenceData): ConflictRequest {
  const roomNumber = reference.rooms.find((room) => room.id === draft.roomId)?.number;
  const nothingMoreToSay = (problem.conflicts ?? []).length === 0;
  return {
    ...(guestName === "" ? {} : { guestName }),
    ...(roomNumber === undefined ? {} : { roomNumber }),
    ...(nothingMoreToSay ? { detail: problem.detail } : {}),
    checkInDate: draft.checkInDate,
    checkOutDate: draft.checkOutDate,
    conflicts: problem.conflicts ?? [],
    alternatives: problem.alternatives ?? [],
    roomTypeName: (id) => reference.roomTypes.find((type) => type.id === id)?.name,
  };
}
