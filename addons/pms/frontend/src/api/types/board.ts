/** The board: a window of nights, full or column-wise, and the changes made on it. */
import type { BlockKind, Instant, IsoDate, Money, ReservationStatus, RoomCondition, RoomStatus, SourceType } from "./common";
import type { Reservation } from "./reservations";
import type { Room } from "./properties";

export interface Segment {
  id: string;
  reservationId: string;
  version: number;
  roomId: string | null;
  checkInDate: IsoDate;
  checkOutDate: IsoDate;
  segmentStart: IsoDate;
  segmentEnd: IsoDate;
  status: ReservationStatus;
  guestName: string;
  sourceType: SourceType;
  adults: number;
  children: number;
  roomLocked: boolean;
  balanceDue: Money | null;
  colorKey: string;
  /** Addons' codes; only where there are any, and never in answers to changes. */
  badges?: string[];
}

export interface Closure {
  blockId: string;
  roomId: string;
  startDate: IsoDate;
  endDate: IsoDate;
  kind: BlockKind;
  reason: string;
}

export interface OccupancyNight {
  date: IsoDate;
  physical: number;
  outOfOrder: number;
  held: number;
  sold: number;
  occupied: number;
  available: number;
  arrivals: number;
  departures: number;
}

export interface Week {
  propertyId: string;
  startDate: IsoDate;
  endDate: IsoDate;
  seq: number;
  stale: boolean;
  rooms: Room[];
  segments: Segment[];
  unassigned: Segment[];
  closures: Closure[];
  occupancy: OccupancyNight[];
}

export type CompactRoom = [id: string, number: string, typeIndex: number, floor: string | null, status: RoomStatus, condition: RoomCondition];
export type CompactRoomType = [id: string, code: string, name: string];
export type CompactClosure = [blockId: string, room: number, start: number, nights: number, kind: BlockKind, reason: string];

/** Bits of {@link CompactSegments.flags}. */
export const SEGMENT_ROOM_LOCKED = 1;
export const SEGMENT_BALANCE_DUE = 2;
export const SEGMENT_DAY_USE = 4;

/** One array per property, one place per segment; days count from the week's `startDate` and may be negative. */
export interface CompactSegments {
  id: string[];
  reservationId: string[];
  version: number[];
  /** Index into `rooms`; -1 = unassigned. */
  room: number[];
  start: number[];
  nights: number[];
  checkIn: number[];
  stay: number[];
  status: number[];
  name: number[];
  source: number[];
  adults: number[];
  children: number[];
  flags: number[];
  type: number[];
  /** Of each segment with addons' badges its place in the other arrays, and their codes. */
  badges?: [place: number, ...codes: string[]][];
}

export interface CompactOccupancy {
  physical: number[];
  outOfOrder: number[];
  held: number[];
  sold: number[];
  occupied: number[];
  available: number[];
  arrivals: number[];
  departures: number[];
}

/** The same board as {@link Week}, column-wise (`format=compact`). */
export interface CompactWeek {
  v: 1;
  propertyId: string;
  startDate: IsoDate;
  endDate: IsoDate;
  seq: number;
  stale: boolean;
  rooms: CompactRoom[];
  types: CompactRoomType[];
  statuses: ReservationStatus[];
  sources: SourceType[];
  names: string[];
  segments: CompactSegments;
  closures: CompactClosure[];
  occupancy: CompactOccupancy;
}

export interface StayPosition {
  roomId: string | null;
  checkInDate: IsoDate;
  checkOutDate: IsoDate;
  version: number;
}

/** Which stay goes where. */
export interface MemberMoveRequest {
  reservationId: string;
  from: StayPosition;
  to: { roomId: string | null; checkInDate: IsoDate };
}

/** Stays that move together, all or none. */
export interface MovesRequest {
  moves: MemberMoveRequest[];
  confirm?: boolean;
  idempotencyKey: string;
}

export interface MoveRequest extends MemberMoveRequest {
  confirm?: boolean;
  reprice?: boolean;
  idempotencyKey: string;
}

export interface ResizeRequest {
  reservationId: string;
  edge: "LEFT" | "RIGHT";
  from: StayPosition;
  to: { checkInDate: IsoDate } | { checkOutDate: IsoDate };
  idempotencyKey: string;
}

export interface SwapRequest {
  first: { reservationId: string; version: number };
  second: { reservationId: string; version: number };
  idempotencyKey: string;
}

export interface UndoRequest {
  token: string;
  idempotencyKey: string;
}

export interface UndoGrant {
  token: string;
  expiresAt: Instant;
}

export interface UndoAnswer {
  reservation: Reservation;
  segments: Segment[];
  seq: number;
  priceDifference?: Money;
}

/** A flaw of a room that a stay was given: ROOM_OUT_OF_SERVICE on the nights [startDate, endDate). */
export interface RoomWarning {
  code: string;
  roomId: string;
  startDate: IsoDate;
  endDate: IsoDate;
  reason: string;
}

export interface MoveAnswer extends UndoAnswer {
  undo: UndoGrant;
  warnings?: RoomWarning[];
}

/** Of stays moved together; `undo` is there when anything changed. */
export interface MovesAnswer {
  reservations: Reservation[];
  segments: Segment[];
  seq: number;
  undo?: UndoGrant;
  warnings?: RoomWarning[];
}

export interface SwapAnswer extends MovesAnswer {
  reservations: [Reservation, Reservation];
  undo: UndoGrant;
}
