import type { Reservation } from "../../src/api/types";
import type { PropertyContext } from "../../src/components/reservation/draft";

export const property: PropertyContext = { propertyId: "p1", currency: "EUR", timezone: "Europe/Lisbon", businessDate: "2027-07-15" };

export function reservation(changes: Partial<Reservation> = {}): Reservation {
  return {
    id: "x1",
    version: 3,
    propertyId: "p1",
    confirmationNumber: "OPP-1",
    bookingId: null,
    status: "CONFIRMED",
    roomTypeId: "t1",
    bookedRoomTypeId: "t1",
    roomId: "r1",
    segments: [{ roomId: "r1", startDate: "2027-07-15", endDate: "2027-07-18" }],
    checkInDate: "2027-07-15",
    checkOutDate: "2027-07-18",
    nights: 3,
    dayUse: false,
    adults: 2,
    children: 0,
    childAges: null,
    guestId: "g1",
    guest: { id: "g1", firstName: "Layla", lastName: "Haddad", email: null, phone: null },
    ratePlanId: null,
    nightlyRates: [],
    total: { amount: 36000, currency: "EUR" },
    roomLocked: false,
    sourceType: "PHONE",
    sourceRef: null,
    notes: "Quiet room",
    releaseAt: null,
    statusDate: "2027-07-01",
    createdAt: "2027-07-01T10:00:00Z",
    updatedAt: "2027-07-01T10:00:00Z",
    ...changes,
  };
}
