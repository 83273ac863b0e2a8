/** Bookings: several stays under one confirmation number, made together and acted on together. */
import { request, type Result } from "./http";
import type { CommandTogether } from "./reservations";
import type { GuestSummary, Instant, Money, NewReservation, Reservation, SourceType } from "./types";

const PATH = "/api/pms/bookings";

export interface Booking {
  id: string;
  version: number;
  propertyId: string;
  confirmationNumber: string;
  guestId: string;
  /** Left out for those who may not see guests. */
  guest?: GuestSummary;
  sourceType: SourceType;
  sourceRef: string | null;
  /** Of the stays that were not called off. */
  total: Money;
  /** By their number in the booking. */
  reservations: Reservation[];
  createdAt: Instant;
  updatedAt: Instant;
  /** Only on answers to writes: the event number of the last change. */
  seq?: number;
}

type Shared = "propertyId" | "guest" | "guestId" | "status" | "releaseAt" | "sourceType" | "sourceRef" | "confirm";

export type NewStay = Omit<NewReservation, Shared | "checkIn">;

export type NewBooking = Pick<NewReservation, Shared> & {
  /** An existing stay that becomes the first of the booking, which takes over its number. */
  reservationId?: string;
  stays: NewStay[];
};

export type FurtherStays = Pick<NewReservation, "status" | "releaseAt" | "confirm"> & { stays: NewStay[] };

/** Books all stays or none; a stay's refused fields come as `stays.<place>.<field>`. */
export function createBooking(body: NewBooking, idempotencyKey: string): Promise<Result<Booking>> {
  return request(PATH, { method: "POST", body, idempotencyKey });
}

/** Books further rooms under the number of a booking, all or none. */
export function addStays({ id, version }: Booking, body: FurtherStays, idempotencyKey: string): Promise<Result<Booking>> {
  return request(`${PATH}/${encodeURIComponent(id)}/reservations`, { method: "POST", body, version, idempotencyKey });
}

export function fetchBooking(id: string): Promise<Result<Booking>> {
  return request(`${PATH}/${encodeURIComponent(id)}`);
}

/** Takes the stays named through a step, all of them or none. */
export function runBookingCommand(
  { id, version }: Booking,
  command: CommandTogether,
  reservationIds: string[],
  body: Record<string, unknown>,
  idempotencyKey: string,
): Promise<Result<Booking>> {
  const path = `${PATH}/${encodeURIComponent(id)}/${command}`;
  return request(path, { method: "POST", body: { ...body, reservationIds }, version, idempotencyKey });
}
