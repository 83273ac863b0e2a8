/** The reservation commands of the made-up hotel. */
import type { FinderApi } from "../../src/state/reservation-finder";
import type { Result } from "../../src/api/http";
import type { Reservation, ReservationStatus } from "../../src/api/types";
import { isoFromDay } from "../../src/calendar/layout/days";
import type { ChosenCommandsOptions } from "../../src/state/chosen-commands";
import type { CommandsOptions } from "../../src/state/stay-commands";
import type { DemoStay } from "./demo-hotel";
import type { DemoServer } from "./demo-server";

const AFTER: Readonly<Record<string, ReservationStatus>> = {
  confirm: "CONFIRMED",
  "check-in": "CHECKED_IN",
  "check-out": "CHECKED_OUT",
  cancel: "CANCELLED",
  "no-show": "NO_SHOW",
  "revert-check-in": "CONFIRMED",
};

export function demoReservations(server: DemoServer): CommandsOptions["api"] & ChosenCommandsOptions["api"] & FinderApi {
  const write = (id: string, change: Partial<DemoStay>): Result<Reservation> => {
    server.changeElsewhere(id, change);
    return { ok: true, status: 200, value: reservationOf(server.stay(id), server.seq) };
  };
  return {
    findReservations: async () => ({ ok: true, status: 200, value: { items: [], nextCursor: null } }),
    runCommand: async (id, command) => write(id, { status: AFTER[command] ?? "CONFIRMED" }),
    runTogether: async (stays, command) => {
      const status = AFTER[command] ?? "CONFIRMED";
      for (const { reservationId } of stays) server.changeElsewhere(reservationId, { status });
      const reservations = stays.map(({ reservationId }) => reservationOf(server.stay(reservationId), server.seq));
      return { ok: true, status: 200, value: { reservations, seq: server.seq } };
    },
    updateReservation: async (id, _version, { roomLocked }) => write(id, { roomLocked: roomLocked === true }),
  };
}

function reservationOf(stay: DemoStay, seq: number): Reservation {
  const [firstName = "", lastName = ""] = stay.guestName.split(" ");
  const nowhere = stay.segments.every(({ roomId }) => roomId === null);
  return {
    id: stay.id,
    version: stay.version,
    propertyId: "property-1",
    confirmationNumber: stay.id.toUpperCase(),
    bookingId: null,
    status: stay.status,
    roomTypeId: stay.roomTypeId,
    bookedRoomTypeId: stay.roomTypeId,
    roomId: stay.segments.at(-1)?.roomId ?? null,
    segments: nowhere
      ? []
      : stay.segments.map(({ roomId, start, end }) => ({ roomId: roomId ?? "", startDate: isoFromDay(start), endDate: isoFromDay(end) })),
    checkInDate: isoFromDay(stay.checkIn),
    checkOutDate: isoFromDay(stay.checkOut),
    nights: stay.checkOut - stay.checkIn,
    dayUse: stay.checkIn === stay.checkOut,
    adults: stay.adults,
    children: stay.children,
    childAges: null,
    guestId: `guest-${stay.id}`,
    guest: { id: `guest-${stay.id}`, firstName, lastName, email: null, phone: null },
    ratePlanId: null,
    nightlyRates: [],
    total: { amount: 0, currency: "EUR" },
    roomLocked: stay.roomLocked,
    sourceType: stay.sourceType,
    sourceRef: null,
    notes: "",
    releaseAt: null,
    statusDate: "2027-01-01",
    createdAt: "2027-01-01T00:00:00Z",
    updatedAt: "2027-01-01T00:00:00Z",
    seq,
  };
}
