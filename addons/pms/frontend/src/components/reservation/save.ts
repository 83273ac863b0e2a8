/** Chooses the request that carries a draft: create, change, or only the room. */
import type { Result } from "../../api/http";
import { createReservation, runCommand, updateReservation } from "../../api/reservations";
import type { Problem, Reservation } from "../../api/types";
import type { ConflictRequest } from "../dialogs/conflict-dialog";
import type { SubmissionKey } from "../forms/submission";
import { changedFields, toChanges, toNewReservation, type Draft, type PropertyContext } from "./draft";
import type { ReferenceData } from "./reference-data";

export interface SaveRequest {
  reservation: Reservation | undefined;
  base: Draft;
  draft: Draft;
  property: PropertyContext;
  key: SubmissionKey;
}

export async function saveReservation({ reservation, base, draft, property, key }: SaveRequest): Promise<Result<Reservation>> {
  const result = await send();
  if (result.ok || !result.offline) key.answered();
  return result;

  function send(): Promise<Result<Reservation>> {
    if (reservation === undefined) {
      const body = toNewReservation(draft, property);
      return createReservation(body, key.for(body));
    }
    const { id, version } = reservation;
    const changed = changedFields(base, draft);
    if (changed.length === 1 && changed[0] === "roomId") {
      const command = draft.roomId === "" ? "unassign-room" : "assign-room";
      const body = draft.roomId === "" ? {} : { roomId: draft.roomId };
      return runCommand(id, command, version, key.for([command, version, body]), body);
    }
    const changes = toChanges(base, draft, property);
    return updateReservation(id, version, changes, key.for([version, changes]));
  }
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
