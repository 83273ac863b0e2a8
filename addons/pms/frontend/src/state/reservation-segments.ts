import { dayFromIso } from "../calendar/layout/days";
import type { Reservation, ReservationStatus } from "../api/types";
import type { Segment } from "./model";

const HOLDS_A_PLACE: ReadonlySet<ReservationStatus> = new Set(["HOLD", "CONFIRMED", "CHECKED_IN", "CHECKED_OUT"]);

/**
 * The segments of a reservation as the API tells it, for showing a save at once. Their ids are the ones known
 * already, else provisional until the next board arrives.
 *
 * @param known what the board shows of it now
 * @returns empty when the reservation holds no room any more
 */
export function segmentsOfReservation(reservation: Reservation, known: readonly Segment[]): Segment[] {
  if (!HOLDS_A_PLACE.has(reservation.status)) return [];
  const { guest, checkInDate, checkOutDate } = reservation;
  const rooms =
    reservation.segments.length > 0 ? reservation.segments : [{ roomId: null, startDate: checkInDate, endDate: checkOutDate }];
  return rooms.map(({ roomId, startDate, endDate }, index): Segment => {
    return {
      id: known[index]?.id ?? `${reservation.id}-${index}`,
      reservationId: reservation.id,
      version: reservation.version,
      roomId,
      roomTypeId: reservation.roomTypeId,
      start: dayFromIso(startDate),
      end: dayFromIso(endDate),
      checkIn: dayFromIso(checkInDate),
      checkOut: dayFromIso(checkOutDate),
      status: reservation.status,
      guestName: guest === undefined ? (known[0]?.guestName ?? "") : `${guest.firstName} ${guest.lastName}`.trim(),
      sourceType: reservation.sourceType,
      adults: reservation.adults,
      children: reservation.children,
      roomLocked: reservation.roomLocked,
      balanceDue: known[0]?.balanceDue ?? false,
      badges: "",
    };
  });
}

/** Answers to changes carry no badges: those on the board stay until the next one brings them anew. */
export function withBadgesOf(known: readonly Segment[], segments: readonly Segment[]): readonly Segment[] {
  if (!known.some(({ badges }) => badges !== "")) return segments;
  return segments.map((segment, index) => {
    const before = known.find(({ id }) => id === segment.id) ?? known[index] ?? known.at(-1)!;
    return segment.badges === "" ? { ...segment, badges: before.badges } : segment;
  });
}
