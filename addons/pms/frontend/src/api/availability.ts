/** What is free for a stay: counts and prices by room type, and the rooms themselves. */
import { fetchWeek } from "./calendar";
import { request, type Result } from "./http";
import type { IsoDate, Page, Room, RoomTypeAvailability } from "./types";

export interface StayQuery {
  propertyId: string;
  checkInDate: IsoDate;
  checkOutDate: IsoDate;
  adults?: number;
  children?: number;
  /** Prices by this plan; left out, base rates. */
  ratePlanId?: string;
}

export function fetchAvailability(query: StayQuery, signal?: AbortSignal): Promise<Result<Page<RoomTypeAvailability>>> {
  return request("/api/pms/availability", { query: { ...query }, signal });
}

/** The longest window the board answers. */
const LONGEST_WINDOW = 62;
const DAY = 86_400_000;

/**
 * The rooms of a type that nothing occupies on any night of the stay.
 *
 * Read off the board, since availability counts units and not rooms. `exceptReservationId` leaves out the stay being
 * edited, so that its own room counts as free.
 */
export async function fetchFreeRooms(
  query: StayQuery & { roomTypeId: string; exceptReservationId?: string },
  signal?: AbortSignal,
): Promise<Result<Room[]>> {
  const start = Date.parse(`${query.checkInDate}T00:00Z`);
  const nights = Math.max(1, Math.round((Date.parse(`${query.checkOutDate}T00:00Z`) - start) / DAY));
  const taken = new Set<string>();
  let rooms: Room[] = [];
  for (let offset = 0; offset < nights; offset += LONGEST_WINDOW) {
    const windowStart = new Date(start + offset * DAY).toISOString().slice(0, 10);
    const days = Math.min(LONGEST_WINDOW, nights - offset);
    const { propertyId, roomTypeId } = query;
    const week = await fetchWeek({ propertyId, start: windowStart, days, roomTypeId }, signal ? { signal } : {});
    if (!week.ok) return week;
    if (week.value === undefined) continue;
    rooms = week.value.rooms.filter((room) => room.roomTypeId === roomTypeId);
    for (const { reservationId, roomId, segmentStart, segmentEnd } of week.value.segments) {
      if (reservationId === query.exceptReservationId || roomId === null) continue;
      if (segmentStart < query.checkOutDate && segmentEnd > query.checkInDate) taken.add(roomId);
    }
    for (const { roomId, startDate, endDate } of week.value.closures) {
      if (startDate < query.checkOutDate && endDate > query.checkInDate) taken.add(roomId);
    }
  }
  return { ok: true, status: 200, value: rooms.filter((room) => !taken.has(room.id)) };
}
