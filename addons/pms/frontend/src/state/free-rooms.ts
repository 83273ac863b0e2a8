import type { Day } from "../calendar/layout/days";
import { laneKey } from "../calendar/layout/rows";
import type { Span } from "../calendar/layout/spans";
import type { BoardStore } from "./board-store";
import { PARKING_KEY } from "./model";

/**
 * How many rooms of a type are free on each of `dayCount` nights from `firstDay`: its rooms, less stays and closures
 * in them, less stays of the type that still need a room. Negative when more is promised than there is.
 */
export function freeRooms(store: BoardStore, roomTypeId: string, firstDay: Day, dayCount: number): number[] {
  const rooms = store.roomsOfType(roomTypeId);
  const changes = new Array<number>(dayCount + 1).fill(0);
  changes[0] = rooms.length;
  const take = ({ start, end }: Span): void => {
    const from = Math.max(0, start - firstDay);
    const to = Math.min(dayCount, end - firstDay);
    if (from >= to) return;
    changes[from]! -= 1;
    changes[to]! += 1;
  };
  for (const room of rooms) {
    store.row(room.id).forEach(take);
    store.closuresIn(room.id).forEach(take);
  }
  store.row(laneKey(roomTypeId)).forEach(take);
  store.row(PARKING_KEY).filter((segment) => segment.roomTypeId === roomTypeId).forEach(take);
  let free = 0;
  return changes.slice(0, dayCount).map((change) => (free += change));
}
