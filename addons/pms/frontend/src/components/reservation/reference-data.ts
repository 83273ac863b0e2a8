/** The lists the drawer chooses from; read once for a property and kept for five minutes. */
import { fetchProperty, fetchRatePlans, fetchRooms, fetchRoomTypes } from "../../api/rooms";
import type { Property, RatePlan, Room, RoomType } from "../../api/types";

export interface ReferenceData {
  property: Property | undefined;
  roomTypes: RoomType[];
  rooms: Room[];
  ratePlans: RatePlan[];
}

const KEPT_FOR = 5 * 60_000;

export class ReferenceLoader {
  private propertyId = "";
  private readAt = -Infinity;
  private pending: Promise<ReferenceData | undefined> | undefined;

  /** Undefined when room types or rooms could not be read; the next call tries again. */
  load(propertyId: string): Promise<ReferenceData | undefined> {
    const fresh = this.propertyId === propertyId && performance.now() - this.readAt < KEPT_FOR;
    if (this.pending !== undefined && fresh) return this.pending;
    this.propertyId = propertyId;
    this.readAt = performance.now();
    this.pending = this.read(propertyId).then((data) => {
      if (data === undefined) this.readAt = -Infinity;
      return data;
    });
    return this.pending;
  }

  /** Rate plans and the property may be hidden from a role that can still take reservations. */
  private async read(propertyId: string): Promise<ReferenceData | undefined> {
    const [property, roomTypes, rooms, ratePlans] = await Promise.all([
      fetchProperty(propertyId),
      fetchRoomTypes(propertyId),
      fetchRooms(propertyId),
      fetchRatePlans(propertyId),
    ]);
    if (!roomTypes.ok || !rooms.ok) return undefined;
    return {
      property: property.ok ? property.value : undefined,
      roomTypes: roomTypes.value,
      rooms: rooms.value,
      ratePlans: ratePlans.ok ? ratePlans.value : [],
    };
  }
}
