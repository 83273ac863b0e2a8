import type * as calendarApi from "../api/calendar";
import type { Result } from "../api/http";
import { isoFromDay } from "../calendar/layout/days";
import type { MemberMoveRequest, Money, MoveAnswer, MovesAnswer, Reservation, RoomWarning, Segment as ApiSegment, StayPosition, UndoAnswer, UndoGrant } from "../api/types";
import type { Move } from "./changes";
import { decodeSegment } from "./decode-board";
import type { Segment } from "./model";
import type { Operation } from "./operation";

/** The calls of the calendar API that the board makes. */
export type BoardApi = Pick<typeof calendarApi, "fetchCompactWeek" | "follow" | "move" | "moveTogether" | "resize" | "swap" | "undo">;

/** What a successful write says, whichever it was. */
export interface WriteAnswer {
  readonly segments: ReadonlyMap<string, readonly Segment[]>;
  readonly reservations: readonly Reservation[];
  readonly seq: number;
  readonly undo: UndoGrant | null;
  readonly priceDifference: Money | null;
  readonly warnings: readonly RoomWarning[];
}

/** Sends an operation once, with its own key. */
export async function sendOperation(api: BoardApi, operation: Operation): Promise<Result<WriteAnswer>> {
  const result = await call(api, operation);
  if (!result.ok) return result;
  return { ...result, value: readAnswer(result.value) };
}

function call(api: BoardApi, operation: Operation): Promise<Result<MoveAnswer | MovesAnswer | UndoAnswer>> {
  const { change, key: idempotencyKey } = operation;
  switch (change.kind) {
    case "move":
      return api.move({ ...moveOf(operation, change), ...confirmation(operation), idempotencyKey });
    case "moves": {
      const moves = change.moves.map((move) => moveOf(operation, move));
      return api.moveTogether({ moves, ...confirmation(operation), idempotencyKey });
    }
    case "resize": {
      const { reservationId, edge } = change;
      const date = isoFromDay(change.to);
      const to = edge === "LEFT" ? { checkInDate: date } : { checkOutDate: date };
      return api.resize({ reservationId, edge, from: positionOf(operation, reservationId), to, idempotencyKey });
    }
    case "swap": {
      const party = (reservationId: string) => ({ reservationId, version: versionOf(operation, reservationId) });
      const first = party(change.first.reservationId);
      return api.swap({ first, second: party(change.second.reservationId), idempotencyKey });
    }
    case "restore":
      return api.undo({ token: change.token, idempotencyKey });
  }
}

function moveOf(operation: Operation, { reservationId, toRoomId, toCheckIn }: Move): MemberMoveRequest {
  const to = { roomId: toRoomId, checkInDate: isoFromDay(toCheckIn) };
  return { reservationId, from: positionOf(operation, reservationId), to };
}

function confirmation({ confirmed }: Operation): { confirm?: boolean } {
  return confirmed ? { confirm: true } : {};
}

/** Where the stay was when the user picked it up, so that the server can tell whether someone else moved it since. */
function positionOf(operation: Operation, reservationId: string): StayPosition {
  const last = operation.before.get(reservationId)?.at(-1);
  if (last === undefined) throw new RangeError(`Reservation ${reservationId} is not on the board`);
  return {
    roomId: last.roomId,
    checkInDate: isoFromDay(last.checkIn),
    checkOutDate: isoFromDay(last.checkOut),
    version: versionOf(operation, reservationId),
  };
}

function versionOf(operation: Operation, reservationId: string): number {
  return operation.versions.get(reservationId) ?? 0;
}

function readAnswer(answer: MoveAnswer | MovesAnswer | UndoAnswer): WriteAnswer {
  const reservations = "reservations" in answer ? answer.reservations : [answer.reservation];
  return {
    reservations,
    segments: groupSegments(answer.segments, reservations),
    seq: answer.seq,
    undo: "undo" in answer ? answer.undo : null,
    priceDifference: "priceDifference" in answer ? (answer.priceDifference ?? null) : null,
    warnings: "warnings" in answer ? (answer.warnings ?? []) : [],
  };
}

function groupSegments(segments: readonly ApiSegment[], reservations: readonly Reservation[]): Map<string, readonly Segment[]> {
  return new Map(
    reservations.map(({ id, roomTypeId }) => {
      const own = segments.filter(({ reservationId }) => reservationId === id);
      const decoded = own.map((segment) => decodeSegment(segment, roomTypeId));
      return [id, decoded.sort((one, other) => one.start - other.start)];
    }),
  );
}
