/** Chooses the requests that carry a draft: create, or the steps of a change. */
import { move } from "../../api/calendar";
import { createGuest } from "../../api/guests";
import type { Result } from "../../api/http";
import { createReservation, runCommand, updateReservation } from "../../api/reservations";
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
  /** Told after each step that worked, so that what a later one refuses is shown on top of the newest state. */
  reached: (reservation: Reservation) => void;
  /** Told when a new guest was made for an existing reservation. */
  guestMade: (guest: GuestSummary) => void;
}

/** Sends one request for a new reservation or a plain change, up to four when a guest, the room and more change at once. */
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

/** The room first, where it changes: what is left then speaks of the stay in its new place. */
async function change(request: SaveRequest, before: Reservation, draft: Draft): Promise<Result<Reservation>> {
  const { property, key } = request;
  let current = before;
  if (draft.roomId !== (before.roomId ?? "")) {
    const moved = await giveRoom(before, draft, key);
    if (!moved.ok) return moved;
    current = moved.value;
    request.reached(current);
  }
  const changes = toChanges(draftOf(current, property.timezone), { ...draft, roomId: current.roomId ?? "" }, property);
  if (Object.keys(changes).length === 0) return { ok: true, status: 200, value: current };
  const { id, version } = current;
  return send(key, [id, version, changes], (idempotencyKey) => updateReservation(id, version, changes, idempotencyKey));
}

/** Unassigns, gives a room, or moves to another room and arrival at once as on the board. */
async function giveRoom(before: Reservation, draft: Draft, key: SubmissionKey): Promise<Result<Reservation>> {
  const { id, version, roomId, checkInDate, checkOutDate } = before;
  if (draft.roomId === "") {
    return send(key, [id, version, "unassign"], (idempotencyKey) => runCommand(id, "unassign-room", version, idempotencyKey));
  }
  const to = { roomId: draft.roomId, checkInDate: draft.checkInDate };
  if (draft.checkInDate === checkInDate) {
    const body = { roomId: draft.roomId };
    return send(key, [id, version, body], (idempotencyKey) => runCommand(id, "assign-room", version, idempotencyKey, body));
  }
  const from = { roomId, checkInDate, checkOutDate, version };
  const answer = await send(key, [id, from, to], (idempotencyKey) => move({ reservationId: id, from, to, idempotencyKey }));
  return answer.ok ? { ...answer, value: answer.value.reservation } : answer;
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
