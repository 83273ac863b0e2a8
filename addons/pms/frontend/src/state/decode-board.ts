import { type Day, dayFromIso } from "../calendar/layout/days";
import {
  type CompactWeek,
  type Segment as ApiSegment,
  SEGMENT_BALANCE_DUE,
  SEGMENT_ROOM_LOCKED,
} from "../api/types";
import type { Board, Closure, Night, Room, Segment } from "./model";

/** Reads the column-wise answer of `GET calendar/week?format=compact`. */
export function decodeBoard(week: CompactWeek): Board {
  const firstDay = dayFromIso(week.startDate);
  const roomTypes = week.types.map(([id, code, name]) => ({ id, code, name }));
  const rooms = week.rooms.map(([id, number, type, floor, status, condition]): Room => {
    return { id, number, roomTypeId: roomTypes[type]!.id, floor, status, condition };
  });
  return {
    propertyId: week.propertyId,
    firstDay,
    dayCount: dayFromIso(week.endDate) - firstDay,
    seq: week.seq,
    stale: week.stale,
    roomTypes,
    rooms,
    segments: decodeSegments(week, firstDay, rooms),
    closures: week.closures.map(([blockId, room, start, nights, kind, reason]): Closure => {
      return { blockId, roomId: rooms[room]!.id, start: firstDay + start, end: firstDay + start + nights, kind, reason };
    }),
    nights: decodeNights(week),
  };
}

function decodeSegments(week: CompactWeek, firstDay: Day, rooms: readonly Room[]): Segment[] {
  const column = week.segments;
  const badges = new Map(column.badges?.map(([place, ...codes]) => [place, codes.join(" ")]));
  return column.id.map((id, index): Segment => {
    const start = firstDay + column.start[index]!;
    const checkIn = firstDay + column.checkIn[index]!;
    const room = column.room[index]!;
    const flags = column.flags[index]!;
    return {
      id,
      reservationId: column.reservationId[index]!,
      version: column.version[index]!,
      roomId: room < 0 ? null : rooms[room]!.id,
      roomTypeId: week.types[column.type[index]!]![0],
      start,
      end: start + column.nights[index]!,
      checkIn,
      checkOut: checkIn + column.stay[index]!,
      status: week.statuses[column.status[index]!]!,
      guestName: week.names[column.name[index]!]!,
      sourceType: week.sources[column.source[index]!]!,
      adults: column.adults[index]!,
      children: column.children[index]!,
      roomLocked: (flags & SEGMENT_ROOM_LOCKED) !== 0,
      balanceDue: (flags & SEGMENT_BALANCE_DUE) !== 0,
      badges: badges.get(index) ?? "",
    };
  });
}

function decodeNights(week: CompactWeek): Night[] {
  const column = week.occupancy;
  return column.physical.map((physical, index): Night => {
    return {
      physical,
      outOfOrder: column.outOfOrder[index]!,
      held: column.held[index]!,
      sold: column.sold[index]!,
      available: column.available[index]!,
      arrivals: column.arrivals[index]!,
      departures: column.departures[index]!,
    };
  });
}

/** Reads the row-wise segments that answers to writes carry; they name no room type, the reservation does. */
export function decodeSegment(segment: ApiSegment, roomTypeId: string): Segment {
  return {
    id: segment.id,
    reservationId: segment.reservationId,
    version: segment.version,
    roomId: segment.roomId,
    roomTypeId,
    start: dayFromIso(segment.segmentStart),
    end: dayFromIso(segment.segmentEnd),
    checkIn: dayFromIso(segment.checkInDate),
    checkOut: dayFromIso(segment.checkOutDate),
    status: segment.status,
    guestName: segment.guestName,
    sourceType: segment.sourceType,
    adults: segment.adults,
    children: segment.children,
    roomLocked: segment.roomLocked,
    balanceDue: segment.balanceDue !== null,
    badges: segment.badges?.join(" ") ?? "",
  };
}
