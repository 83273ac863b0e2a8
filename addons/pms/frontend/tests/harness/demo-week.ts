/** Writes a made-up hotel in the compact form of `GET calendar/week`. */
import type { CompactWeek } from "../../src/api/types";
import { isoFromDay } from "../../src/calendar/layout/days";
import type { DemoHotel } from "./demo-hotel";

const STATUSES = ["HOLD", "CONFIRMED", "CHECKED_IN", "CHECKED_OUT", "CANCELLED", "NO_SHOW", "EXPIRED"] as const;
const SOURCES = ["DIRECT", "PHONE", "WALK_IN", "BOOKING_ENGINE", "CHANNEL", "IMPORT"] as const;

export function compactWeek(hotel: DemoHotel, firstDay: number, days: number, seq: number): CompactWeek {
  const { rooms, roomTypes, stays, closures } = hotel;
  const roomIndex = new Map(rooms.map((room, index) => [room.id, index]));
  const typeIndex = new Map(roomTypes.map((type, index) => [type.id, index]));
  const occupiedNow = new Set([...stays.values()].filter(({ status }) => status === "CHECKED_IN").map((stay) => stay.segments.at(-1)!.roomId));
  const names: string[] = [];
  const nameIndex = new Map<string, number>();
  const zeros = (): number[] => new Array<number>(days).fill(0);
  const night = { held: zeros(), sold: zeros(), occupied: zeros(), arrivals: zeros(), departures: zeros(), outOfOrder: zeros() };
  const week: CompactWeek = {
    v: 1,
    propertyId: "property-1",
    startDate: isoFromDay(firstDay),
    endDate: isoFromDay(firstDay + days),
    seq,
    stale: false,
    rooms: rooms.map((room) => {
      const status = occupiedNow.has(room.id) ? "OCCUPIED" : room.condition === "DIRTY" ? "VACANT_DIRTY" : "VACANT_CLEAN";
      return [room.id, room.number, typeIndex.get(room.roomTypeId)!, room.floor, status, room.condition];
    }),
    types: roomTypes.map(({ id, code, name }) => [id, code, name]),
    statuses: [...STATUSES],
    sources: [...SOURCES],
    names,
    segments: {
      id: [], reservationId: [], version: [], room: [], start: [], nights: [], checkIn: [], stay: [],
      status: [], name: [], source: [], adults: [], children: [], flags: [], type: [],
    },
    closures: closures
      .filter(({ start, end }) => start < firstDay + days && end > firstDay)
      .map(({ blockId, roomId, start, end, reason }) => {
        return [blockId, roomIndex.get(roomId)!, start - firstDay, end - start, "OUT_OF_ORDER", reason];
      }),
    occupancy: { ...night, physical: zeros().fill(rooms.length), available: zeros() },
  };
  const column = week.segments;
  for (const stay of stays.values()) {
    if (stay.status === "CANCELLED" || stay.status === "NO_SHOW") continue;
    count(night.arrivals, stay.checkIn - firstDay, 1);
    count(night.departures, stay.checkOut - firstDay, 1);
    for (let day = stay.checkIn; day < stay.checkOut; day += 1) count(stay.status === "HOLD" ? night.held : night.sold, day - firstDay, 1);
    for (const segment of stay.segments) {
      if (segment.start >= firstDay + days || segment.end <= firstDay) continue;
      let name = nameIndex.get(stay.guestName);
      if (name === undefined) {
        name = names.push(stay.guestName) - 1;
        nameIndex.set(stay.guestName, name);
      }
      column.id.push(segment.id);
      column.reservationId.push(stay.id);
      column.version.push(stay.version);
      column.room.push(segment.roomId === null ? -1 : roomIndex.get(segment.roomId)!);
      column.start.push(segment.start - firstDay);
      column.nights.push(segment.end - segment.start);
      column.checkIn.push(stay.checkIn - firstDay);
      column.stay.push(stay.checkOut - stay.checkIn);
      column.status.push(STATUSES.indexOf(stay.status));
      column.name.push(name);
      column.source.push(SOURCES.indexOf(stay.sourceType));
      column.adults.push(stay.adults);
      column.children.push(stay.children);
      column.flags.push((stay.roomLocked ? 1 : 0) + (stay.balanceDue ? 2 : 0));
      if (stay.badges !== undefined) (column.badges ??= []).push([column.id.length - 1, ...stay.badges]);
      column.type.push(typeIndex.get(stay.roomTypeId)!);
    }
  }
  for (const { start, end } of closures) for (let day = start; day < end; day += 1) count(night.outOfOrder, day - firstDay, 1);
  week.occupancy.available = night.sold.map((sold, index) => rooms.length - night.outOfOrder[index]! - sold - night.held[index]!);
  return week;
}

function count(nights: number[], index: number, by: number): void {
  if (index >= 0 && index < nights.length) nights[index]! += by;
}
