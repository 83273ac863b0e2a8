/** Rooms, room types, rate plans and the property itself. */
import { request, type Result } from "./http";
import { fetchAll } from "./pages";
import type { IsoDate, Property, RatePlan, Room, RoomCondition, RoomType } from "./types";

const PATH = "/api/pms/rooms";

function pathOf(roomId: string): string {
  return `${PATH}/${encodeURIComponent(roomId)}`;
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
