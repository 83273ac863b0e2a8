/** Reservations, their guests, their history and the drawer panels other addons add. */
import type { Instant, IsoDate, Money, ReservationStatus, SourceType } from "./common";

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

/** What may be changed of a guest here; a field left out stays, null empties it. */
export interface GuestChanges {
  firstName?: string;
  lastName?: string;
  email?: string | null;
  phone?: string | null;
}

/** What a further guest is to the stay; a booker need not sleep there. */
export type GuestRole = "ACCOMPANYING" | "CHILD" | "BOOKER";

export interface GuestOfStay extends GuestSummary {
  /** MAIN is the one the stay is booked for. */
  role: "MAIN" | GuestRole;
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
  /** The booking of several rooms that the stay belongs to. */
  bookingId: string | null;
  status: ReservationStatus;
  roomTypeId: string;
  /** What was sold; prices are those of this type. */
  bookedRoomTypeId: string;
  roomId: string | null;
  segments: StaySegment[];
  checkInDate: IsoDate;
  checkOutDate: IsoDate;
  nights: number;
  dayUse: boolean;
  adults: number;
  children: number;
  /** One age per child, in years; null when nobody asked. */
  childAges: number[] | null;
  guestId: string;
  /** Left out for those who may not see guests, like `notes`. */
  guest?: GuestSummary;
  ratePlanId: string | null;
  nightlyRates: NightlyRate[];
  total: Money;
  roomLocked: boolean;
  sourceType: SourceType;
  sourceRef: string | null;
  notes?: string;
  releaseAt: Instant | null;
  /** The business date on which it got its status. */
  statusDate: IsoDate;
  createdAt: Instant;
  updatedAt: Instant;
  /** Only on answers to writes: the tenant's event number this change got. */
  seq?: number;
  /** Only on answers to edits: what it costs more than before. */
  priceDifference?: Money;
  /** Another room type at the agreed price: what new prices would add. */
  repriceDifference?: Money;
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
  /** Walk-ins only: checked in at once; without a room the server picks a clean free one. */
  checkIn?: boolean;
  sourceType: SourceType;
  sourceRef?: string;
  notes?: string;
  /** Yes to booking against a rule of sale. */
  confirm?: boolean;
}

/** What an edit may change; a field left out stays as it is, null takes a thing away. */
export interface ReservationChanges {
  roomTypeId?: string;
  roomId?: string | null;
  checkInDate?: IsoDate;
  checkOutDate?: IsoDate;
  adults?: number;
  children?: number;
  guestId?: string;
  ratePlanId?: string | null;
  /** Quote the nights to come anew. */
  reprice?: boolean;
  nightlyRate?: Money;
  releaseAt?: Instant;
  notes?: string;
  roomLocked?: boolean;
}

export interface AuditEntry {
  seq: number;
  at: Instant;
  /** Such as `user:<id>`, `token:<id>`, `system:night-audit`. */
  actor: string;
  /** The actor as people call it, where the server knows. */
  actorName?: string | null;
  /** Such as `reservation.check_in`. */
  action: string;
  version: number;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  correlationId: string;
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
