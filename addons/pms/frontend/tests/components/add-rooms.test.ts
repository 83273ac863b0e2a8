import { afterEach, describe, expect, it, vi } from "vitest";
import type { Booking } from "../../src/api/bookings";
import { AddRooms } from "../../src/components/reservation/add-rooms";
import type { PartyChange } from "../../src/components/reservation/party-panel";
import { property, reservation } from "./reservations";
import { serve, settled, type Asked } from "./server";

const BOARD = { "GET /api/pms/availability": { body: { items: [] } }, "GET /api/pms/calendar/week": { body: { rooms: [], segments: [], closures: [] } } };
const own = reservation({ checkInDate: "2027-07-14", guestId: "g1", sourceRef: "AB-7" });
const booking = { id: "b1", version: 5, confirmationNumber: "ABC", reservations: [own] } as unknown as Booking;
let element: AddRooms;

async function open(known: Booking | undefined): Promise<void> {
  const reference = { property: undefined, roomTypes: [{ id: "t1", name: "Double" } as never], rooms: [], ratePlans: [] };
  element = Object.assign(new AddRooms(), { reservation: own, booking: known, property, reference });
  document.body.append(element);
  await settled(element);
}

afterEach(() => {
  element.remove();
  vi.unstubAllGlobals();
});

async function addAndSend(): Promise<void> {
  element.querySelector<HTMLButtonElement>("#pms-add-room")!.click();
  await settled(element);
  element.querySelector("form")!.dispatchEvent(new Event("submit", { cancelable: true }));
  await settled(element);
}

const written = (asked: Asked[]): Asked[] => asked.filter(({ method }) => method === "POST");

describe("pms-add-rooms", () => {
  it("makes a booking of a stay that was alone, for the nights it still has", async () => {
    const answer = { ...booking, reservations: [own, reservation({ id: "x2" })] };
    const asked = serve({ ...BOARD, "POST /api/pms/bookings": { status: 201, body: answer } });
    await open(undefined);
    const told = new Promise<CustomEvent<PartyChange>>((resolve) => element.addEventListener("pms-booking-changed", (event) => resolve(event as CustomEvent)));
    await addAndSend();
    const stay = { roomTypeId: "t1", checkInDate: "2027-07-15", checkOutDate: "2027-07-18", adults: 2, children: 0 };
    expect(written(asked)[0]?.body).toEqual({
      status: "CONFIRMED",
      propertyId: "p1",
      reservationId: "x1",
      guestId: "g1",
      sourceType: "PHONE",
      sourceRef: "AB-7",
      stays: [stay],
    });
    expect((await told).detail.changed.map(({ id }) => id)).toEqual(["x1", "x2"]);
    expect(element.dirty).toBe(false);
  });

  it("adds to a booking by the version seen, and marks the room refused", async () => {
    const problem = { code: "VALIDATION_ERROR", detail: "Please check.", fields: { "stays.0.adults": ["Too many."] } };
    const asked = serve({ ...BOARD, "POST /api/pms/bookings/b1/reservations": { status: 422, body: problem } });
    await open(booking);
    await addAndSend();
    expect(written(asked)[0]).toMatchObject({ version: '"5"', body: { status: "CONFIRMED", stays: [{ roomTypeId: "t1" }] } });
    expect(document.activeElement?.id).toBe("pms-room-1-adults");
    expect(element.querySelector("#pms-room-1-adults-error")?.textContent).toBe("Too many.");
    expect(element.dirty).toBe(true);
  });
});
