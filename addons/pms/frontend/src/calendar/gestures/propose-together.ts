import type { Segment } from "../../state/model";
import { type Destination, judgeTogether, verdictOnAll } from "../../state/together";
import type { GestureContext, MoveProposal, TargetRow, Together } from "./gesture";
import { proposeMove } from "./propose";

/** What a drag of `segment` takes along; null when it is not one of several selected stays. */
export function togetherWith(segment: Segment, { selection, rows }: GestureContext): Together | null {
  if (selection.size < 2 || !selection.has(segment.reservationId)) return null;
  const rooms = rows.plan.rows.flatMap((row) => (row.kind === "room" ? [row.roomId] : []));
  return { stays: selection.stays, rooms, placeOf: new Map(rooms.map((id, place) => [id, place])) };
}

/**
 * A stay carried over a row and `nights` nights later, with the rest of the selection: each goes as many nights and as
 * many rooms further as the stay in the hand. Stays without a room keep none. Without a room for the one there is none
 * for the others either.
 */
export function proposeTogether(context: GestureContext, segment: Segment, together: Together | null, row: TargetRow, nights: number): MoveProposal {
  const own = proposeMove(context, segment, row, nights);
  if (together === null) return own;
  const misplaced = own.verdict.kind === "refused" && own.verdict.reason === "otherType";
  const members = judgeTogether(context.store, destinations(segment, together, own), own.parked);
  const { verdict, about } = verdictOnAll(members);
  if (misplaced) return { ...own, members, about: segment };
  const oneByOne = segment.roomId === null && own.roomId !== null;
  return { ...own, members, about, verdict: oneByOne ? { kind: "refused", reason: "oneByOne" } : verdict };
}

function destinations(segment: Segment, { stays, rooms, placeOf }: Together, own: MoveProposal): Destination[] {
  const placeIn = (roomId: string | null): number => placeOf.get(roomId ?? "") ?? Number.NaN;
  const further = own.roomId === segment.roomId ? 0 : placeIn(own.roomId) - placeIn(segment.roomId);
  const nights = own.checkIn - segment.checkIn;
  return stays.map((stay): Destination => {
    const checkIn = stay.checkIn + nights;
    if (own.roomId === null || stay.roomId === null) return { segment: stay, roomId: null, checkIn };
    return { segment: stay, roomId: further === 0 ? stay.roomId : rooms[placeIn(stay.roomId) + further], checkIn };
  });
}
