/** Values every part of the API shares. Dates are `YYYY-MM-DD` nights of the property, instants ISO 8601 UTC. */

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
  /** Of a question about a fee: what it comes to. */
  fee?: Money;
  /** Of a command for several stays: those that cannot. */
  members?: { reservationId: string; confirmationNumber: string; code: string; detail: string }[];
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}
