import type { Day } from "../calendar/layout/days";
import type { BlockKind, ReservationStatus, RoomCondition, RoomStatus, SourceType } from "../api/types";

export interface RoomType {
  readonly id: string;
  readonly code: string;
  readonly name: string;
}

export interface Room {
  readonly id: string;
  readonly number: string;
  readonly roomTypeId: string;
  readonly floor: string | null;
  readonly status: RoomStatus;
  readonly condition: RoomCondition;
}

/**
 * The nights of one stay in one room, or without a room. Never changed in place: a change makes a new object, so
 * "the same object" means "nothing to draw".
 */
export interface Segment {
  readonly id: string;
  readonly reservationId: string;
  readonly version: number;
  readonly roomId: string | null;
  /** The room type this stay is sold as; it may lie in a room of another type. */
  readonly roomTypeId: string;
  readonly start: Day;
  readonly end: Day;
  /** Of the whole stay, which may have several segments. */
  readonly checkIn: Day;
  readonly checkOut: Day;
  readonly status: ReservationStatus;
  readonly guestName: string;
  readonly sourceType: SourceType;
  readonly adults: number;
  readonly children: number;
  readonly roomLocked: boolean;
  readonly balanceDue: boolean;
  /** Addons' codes, parted by blanks. */
  readonly badges: string;
}

/** Nights on which a room cannot be sold. */
export interface Closure {
  readonly blockId: string;
  readonly roomId: string;
  readonly start: Day;
  readonly end: Day;
  readonly kind: BlockKind;
  readonly reason: string;
}

export interface Night {
  readonly physical: number;
  readonly outOfOrder: number;
  readonly held: number;
  readonly sold: number;
  readonly available: number;
  readonly arrivals: number;
  readonly departures: number;
}

/** One loaded range of nights as the server last told it. */
export interface Board {
  readonly propertyId: string;
  readonly firstDay: Day;
  readonly dayCount: number;
  /** The last event this board contains. */
  readonly seq: number;
  readonly stale: boolean;
  readonly roomTypes: readonly RoomType[];
  readonly rooms: readonly Room[];
  readonly segments: readonly Segment[];
  readonly closures: readonly Closure[];
  readonly nights: readonly Night[];
}

/** What is shown before the first answer: the dates are there, the rooms are not. */
export function emptyBoard(propertyId: string, firstDay: Day, dayCount: number): Board {
  const nothing = { seq: 0, stale: true, roomTypes: [], rooms: [], segments: [], closures: [], nights: [] };
  return { propertyId, firstDay, dayCount, ...nothing };
}

export const PARKING_KEY = "parking";

/** Whether two segments would be drawn and spoken alike. */
export function sameSegment(one: Segment, other: Segment): boolean {
  if (one.version !== other.version) return false;
  for (const name of Object.keys(one) as (keyof Segment)[]) {
    if (one[name] !== other[name]) return false;
  }
  return true;
}
