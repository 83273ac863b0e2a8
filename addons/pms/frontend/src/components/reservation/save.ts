/** The requests that carry a draft. */
import { createBooking, type Booking } from "../../api/bookings";
import { createGuest } from "../../api/guests";
import type { Result } from "../../api/http";
import { createReservation, updateReservation } from "../../api/reservations";
import type { GuestSummary, Problem, Reservation } from "../../api/types";
import { t } from "../../language/translate";
import type { ConflictRequest } from "../dialogs/conflict-dialog";
import type { SubmissionKey } from "../forms/submission";
import { draftOf, newGuestOf, toChanges, toNewBooking, toNewReservation, type Draft, type PropertyContext } from "./draft";
import type { FurtherRoom } from "./further-rooms";
import type { ReferenceData } from "./reference-data";

export interface SaveRequest {
  reservation: Reservation | undefined;
  draft: Draft;
  /** The rooms after the first of a new booking. */
  further: readonly FurtherRoom[];
  /** Said yes to booking against a rule of sale. */
  confirm: boolean;
  property: PropertyContext;
  key: SubmissionKey;
  /** Told when a new guest was made for an existing reservation. */
  guestMade: (guest: GuestSummary) => void;
}

/** What was saved; of several rooms all of them, the first leading. */
export interface Written {
  reservation: Reservation;
  booking?: Booking;
}

/** Sends one request, and one before it when an existing reservation gets a new guest. */
export async function saveReservation(request: SaveRequest): Promise<Result<Written>> {
  const { reservation, draft, further, property, key } = request;
  const yes = request.confirm ? { confirm: true } : {};
  if (reservation === undefined && further.length > 0) {
    const body = { ...toNewBooking(draft, further, property), ...yes };
    return written(await send(key, body, (idempotencyKey) => createBooking(body, idempotencyKey)), (booking) => ({ reservation: booking.reservations[0]!, booking }));
  }
  if (reservation === undefined) {
    const body = { ...toNewReservation(draft, property), ...yes };
    return written(await send(key, body, (idempotencyKey) => createReservation(body, idempotencyKey)), alone);
  }
  if (draft.guestId !== "") return written(await change(request, reservation, draft), alone);
  const guest = newGuestOf(draft);
  const made = await send(key, guest, (idempotencyKey) => createGuest(guest, idempotencyKey));
  if (!made.ok) return made;
  request.guestMade(made.value);
  return written(await change(request, reservation, { ...draft, guestId: made.value.id }), alone);
}

function written<T>(result: Result<T>, of: (value: T) => Written): Result<Written> {
  return result.ok ? { ...result, value: of(result.value) } : result;
}

function alone(reservation: Reservation): Written {
  return { reservation };
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

/** Messages at the rooms in the way, by place; that of the first stays at the form's own input. */
export function takenRooms(problem: Problem, rooms: readonly { roomId: string }[]): Record<string, string[]> {
  const taken = new Set((problem.conflicts ?? []).map(({ roomId }) => roomId));
  const marked = rooms.flatMap(({ roomId }, place) => (taken.has(roomId) ? [place === 0 ? "roomId" : `stays.${place}.roomId`] : []));
  return Object.fromEntries(marked.map((name) => [name, [t("This room is taken on these nights.")]]));
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
