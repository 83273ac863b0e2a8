/** Rooms, room types, rate plans and the property itself. */
import { request, type Result } from "./http";
import type { IsoDate, Page, Property, RatePlan, Room, RoomCondition, RoomType } from "./types";

const PATH = "/api/pms/rooms";

function pathOf(roomId: string): string {
  return `${PATH}/${encodeURIComponent(roomId)}`;
}

/** Follows the pages of a list to its end; lists of rooms and types are short (a hotel, not a catalogue). */
async function fetchAll<T>(path: string, query: Record<string, string>): Promise<Result<T[]>> {
  const items: T[] = [];
  let cursor: string | null = null;
  do {
    const page: Result<Page<T>> = await request(path, { query: { ...query, limit: 200, cursor } });
    if (!page.ok) return page;
    items.push(...page.value.items);
    cursor = page.value.nextCursor;
  } while (cursor !== null);
  return { ok: true, status: 200, value: items };
}

export function fetchProperty(propertyId: string): Promise<Result<Property>> {
  return request(`/api/pms/properties/${encodeURIComponent(propertyId)}`);
}

export function fetchRoomTypes(propertyId: string): Promise<Result<RoomType[]>> {
  return fetchAll("/api/pms/room-types", { propertyId });
}

export function fetchRooms(propertyId: string): Promise<Result<Room[]>> {
  return fetchAll(PATH, { propertyId });
}

export function fetchRatePlans(propertyId: string): Promise<Result<RatePlan[]>> {
  return fetchAll("/api/pms/rate-plans", { propertyId });
}

export function setRoomCondition(roomId: string, condition: RoomCondition, idempotencyKey?: string): Promise<Result<Room>> {
  return request(`${pathOf(roomId)}/status`, { method: "POST", body: { condition }, idempotencyKey });
}

export interface OutOfOrder {
  startDate: IsoDate;
  endDate: IsoDate;
  reason: string;
}

/** Fails with ROOM_ALREADY_BOOKED (409) and the stays in the way as `conflicts`. */
export function setOutOfOrder(roomId: string, body: OutOfOrder, idempotencyKey?: string): Promise<Result<unknown>> {
  return request(`${pathOf(roomId)}/out-of-order`, { method: "POST", body, idempotencyKey });
}

export function clearOutOfOrder(roomId: string, blockId: string, idempotencyKey?: string): Promise<Result<unknown>> {
  return request(`${pathOf(roomId)}/out-of-order/${encodeURIComponent(blockId)}`, { method: "DELETE", idempotencyKey });
}
