/**
 * The JSON the API speaks. Dates are `YYYY-MM-DD` nights in the property's calendar, instants are ISO 8601 UTC,
 * money is minor units with its ISO 4217 currency.
 */

export type IsoDate = string;
export type Instant = string;

export interface Money {
  amount: number;
  currency: string;
}

export type ReservationStatus =
  | "HOLD"
  | "CONFIRMED"
  | "CHECKED_IN"
  | "CHECKED_OUT"
  | "CANCELLED"
  | "NO_SHOW"
  | "EXPIRED";

export type SourceType = "DIRECT" | "PHONE" | "WALK_IN" | "BOOKING_ENGINE" | "CHANNEL" | "IMPORT";
export type BlockKind = "RESERVATION" | "OUT_OF_ORDER" | "HOUSE_USE";
export type RoomCondition = "CLEAN" | "DIRTY" | "INSPECTED";
export type RoomStatus = "VACANT_CLEAN" | "VACANT_DIRTY" | "OCCUPIED" | "OUT_OF_ORDER";

export interface Conflict {
  reservationId?: string;
  kind: BlockKind;
  roomId: string;
  startDate: IsoDate;
  endDate: IsoDate;
  guestName?: string;
}

export interface Alternative {
  roomId: string;
  number: string;
  roomTypeId: string;
  checkInDate: IsoDate;
  checkOutDate: IsoDate;
  score: number;
  reason: string;
}

/** RFC 9457 problem details as this API sends them. */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: string;
  correlationId: string;
  fields?: Record<string, string[]>;
  conflicts?: Conflict[];
  alternatives?: Alternative[];
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

export interface GuestSummary {
  id: string;
  firstName: string;
  lastName: string;
  email: string | null;
  phone: string | null;
}

export interface Guest extends GuestSummary {
  version: number;
}

export interface StaySegment {
  roomId: string;
  startDate: IsoDate;
  endDate: IsoDate;
}

export interface NightlyRate {
  date: IsoDate;
  price: Money;
}

export interface Reservation {
  id: string;
  version: number;
  propertyId: string;
  confirmationNumber: string;
  status: ReservationStatus;
  roomTypeId: string;
  roomId: string | null;
  segments: StaySegment[];
  checkInDate: IsoDate;
  checkOutDate: IsoDate;
  nights: number;
  dayUse: boolean;
  adults: number;
  children: number;
  guestId: string;
  guest: GuestSummary;
  ratePlanId: string | null;
  nightlyRates: NightlyRate[];
  total: Money;
  roomLocked: boolean;
  sourceType: SourceType;
  sourceRef: string | null;
  notes: string | null;
  releaseAt: Instant | null;
  createdAt: Instant;
  updatedAt: Instant;
  /** Only on answers to writes: the tenant's event number this change got. */
  seq?: number;
}

export interface NewGuest {
  firstName: string;
  lastName: string;
  email?: string;
  phone?: string;
}

export interface NewReservation {
  propertyId: string;
  roomTypeId: string;
  roomId?: string;
  checkInDate: IsoDate;
  checkOutDate: IsoDate;
  adults: number;
  children: number;
  guest?: NewGuest;
  guestId?: string;
  ratePlanId?: string;
  nightlyRate?: Money;
  status: "HOLD" | "CONFIRMED";
  releaseAt?: Instant;
  dayUse?: boolean;
  sourceType: SourceType;
  sourceRef?: string;
  notes?: string;
}

/** What an edit may change; a field left out stays as it is, null empties it. */
export interface ReservationChanges {
  roomTypeId?: string;
  checkInDate?: IsoDate;
  checkOutDate?: IsoDate;
  adults?: number;
  children?: number;
  guestId?: string;
  ratePlanId?: string | null;
  nightlyRate?: Money;
  releaseAt?: Instant | null;
  sourceType?: SourceType;
  sourceRef?: string | null;
  notes?: string | null;
  roomLocked?: boolean;
}

export interface Room {
  id: string;
  number: string;
  roomTypeId: string;
  roomTypeCode: string;
  floor: string | null;
  status: RoomStatus;
  condition: RoomCondition;
}

export interface RoomType {
  id: string;
  version: number;
  propertyId: string;
  code: string;
  name: string;
  maxAdults: number;
  maxChildren: number;
  maxOccupancy: number;
  baseRate: Money;
  overbookingLimit: number;
}

export interface RatePlan {
  id: string;
  version: number;
  propertyId: string;
  code: string;
  name: string;
}

export interface Property {
  id: string;
  version: number;
  name: string;
  code: string;
  timezone: string;
  currency: string;
  businessDate: IsoDate;
  checkInTime: string;
  checkOutTime: string;
  noShowCutoff: string;
  address: string | null;
}

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

export interface MoveRequest {
  reservationId: string;
  from: StayPosition;
  to: { roomId: string | null; checkInDate: IsoDate };
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

export interface MoveAnswer extends UndoAnswer {
  undo: UndoGrant;
}

export interface SwapAnswer {
  reservations: [Reservation, Reservation];
  segments: Segment[];
  seq: number;
  undo: UndoGrant;
}

export interface AvailabilityNight {
  date: IsoDate;
  physical: number;
  outOfOrder: number;
  sold: number;
  available: number;
  price?: Money | null;
}

export interface RoomTypeAvailability {
  roomTypeId: string;
  code?: string;
  name?: string;
  /** The fewest units free on any night of the stay. */
  available?: number;
  nights: AvailabilityNight[];
  total?: Money | null;
  /** Rooms free for the whole stay, when the server names them. */
  rooms?: { id: string; number: string }[];
}

export interface AuditEntry {
  id: string;
  at: Instant;
  actor: string | { id?: string; name?: string; kind?: string } | null;
  action: string;
  version?: number;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/** A part of the drawer that another addon fills: an HTML fragment, or a custom element from a module. */
export interface DrawerPanel {
  id: string;
  title: string;
  order?: number;
  url?: string;
  element?: string;
  module?: string;
}
