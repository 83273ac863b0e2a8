import type { Day } from "../calendar/layout/days";
import { laneKey } from "../calendar/layout/rows";
import type { BoardStore } from "./board-store";
import { judgeMove, movedSpan, type Verdict } from "./legality";
import { PARKING_KEY, type Segment } from "./model";

/** The most stays that the server moves together. */
export const MOST_TOGETHER = 50;

/** Where one stay of a selection goes. */
export interface Destination {
  readonly segment: Segment;
  /** null: no room; undefined: there is no such row on the board. */
  readonly roomId: string | null | undefined;
  readonly checkIn: Day;
}

/** A destination, where it is drawn, and whether the stay may go there while the others of the selection move too. */
export interface MemberMove extends Destination {
  readonly rowKey: string;
  readonly start: Day;
  readonly end: Day;
  readonly verdict: Verdict;
}

/** Judges each stay of a selection; none is in the way of another, for all of them move or none does. */
export function judgeTogether(store: BoardStore, destinations: readonly Destination[], parked: boolean): MemberMove[] {
  const together = new Set(destinations.map(({ segment }) => segment.reservationId));
  return destinations.map((destination): MemberMove => {
    const { segment, roomId, checkIn } = destination;
    const verdict = judgeOne(store, destination, together);
    const stays = verdict.kind === "unchanged" || (segment.status === "CHECKED_IN" && roomId === segment.roomId);
    const { start, end } = stays ? segment : movedSpan(segment, checkIn, store.businessDate);
    const lane = parked ? PARKING_KEY : laneKey(segment.roomTypeId);
    return { ...destination, rowKey: roomId === undefined ? store.rowKey(segment) : (roomId ?? lane), start, end, verdict };
  });
}

function judgeOne(store: BoardStore, { segment, roomId, checkIn }: Destination, together: ReadonlySet<string>): Verdict {
  if (roomId === undefined) return { kind: "refused", reason: "noSuchRow" };
  const ahead = store.segmentsOf(segment.reservationId).filter(({ end }) => end > store.businessDate);
  if (ahead.length > 1) return { kind: "refused", reason: "severalRooms" };
  return judgeMove(store, segment, roomId, checkIn, together);
}

/** The verdict on a whole selection, and the stay that it is about: the first that cannot go. */
export function verdictOnAll(members: readonly MemberMove[]): { verdict: Verdict; about: Segment } {
  const refused = members.find(({ verdict }) => verdict.kind !== "free" && verdict.kind !== "unchanged");
  const told = refused ?? members.find(({ verdict }) => verdict.kind === "free") ?? members[0]!;
  return { verdict: told.verdict, about: told.segment };
}
