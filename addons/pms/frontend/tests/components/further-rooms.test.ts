import { describe, expect, it, vi } from "vitest";
import { newDraft, toNewBooking, type Draft } from "../../src/components/reservation/draft";
import { formFields, FurtherRooms, validateFurther, type FurtherRoom } from "../../src/components/reservation/further-rooms";
import { takenBeside } from "../../src/components/reservation/further-rooms-section";
import { roomOptions } from "../../src/components/reservation/room-options";
import { NO_FACTS } from "../../src/components/reservation/stay-lookup";
import { summarise } from "../../src/components/reservation/summary";
import { property } from "./reservations";
import { serve } from "./server";

const first: Draft = { ...newDraft({ roomTypeId: "t1", roomId: "r1", checkOutDate: "2027-07-17" }, property), lastName: "Haddad", notes: "Late", nightlyRate: "90" };
const room = (changes: Partial<FurtherRoom> = {}): FurtherRoom => ({
  key: 1,
  roomTypeId: "t2",
  roomId: "",
  adults: "1",
  children: "0",
  nightlyRate: "",
  facts: NO_FACTS,
  ...changes,
});

describe("the further rooms of a booking", () => {
  it("begin like the room before and are removed by name", () => {
    const rooms = new FurtherRooms(() => undefined);
    const key = rooms.add(first);
    rooms.change(key, { roomTypeId: "t2", adults: "1" });
    rooms.add(first);
    expect(rooms.rooms.map(({ roomTypeId, roomId, adults }) => [roomTypeId, roomId, adults])).toEqual([["t2", "", "1"], ["t2", "", "1"]]);
    rooms.remove(key);
    expect(rooms.rooms).toHaveLength(1);
  });

  it("of the same type and party ask together what is free", async () => {
    const week = { rooms: [], segments: [], closures: [] };
    const asked = serve({ "GET /api/pms/availability": { body: { items: [] } }, "GET /api/pms/calendar/week": { body: week } });
    const rooms = new FurtherRooms(() => undefined);
    const keys = [rooms.add(first), rooms.add(first), rooms.add(first)];
    rooms.change(keys[2]!, { adults: "1" });
    rooms.ask("p1", first);
    expect(rooms.rooms.every(({ facts }) => facts.loading)).toBe(true);
    await vi.waitUntil(() => rooms.rooms.every(({ facts }) => facts.freeRooms !== undefined));
    expect(asked.filter(({ path }) => path === "/api/pms/availability")).toHaveLength(2);
    rooms.change(keys[2]!, { adults: "2" });
    rooms.ask("p1", first);
    expect(rooms.rooms.every(({ facts }) => facts.freeRooms !== undefined)).toBe(true);
    vi.unstubAllGlobals();
  });

  it("share nights, plan and notes, and have room, party and price of their own", () => {
    const booking = toNewBooking(first, [room(), room({ roomId: "r9", nightlyRate: "120.50" })], property);
    const nights = { checkInDate: "2027-07-15", checkOutDate: "2027-07-17", notes: "Late" };
    expect(booking).toEqual({
      propertyId: "p1",
      status: "CONFIRMED",
      sourceType: "PHONE",
      guest: { firstName: "", lastName: "Haddad" },
      stays: [
        { ...nights, roomTypeId: "t1", roomId: "r1", adults: 2, children: 0, nightlyRate: { amount: 9000, currency: "EUR" } },
        { ...nights, roomTypeId: "t2", adults: 1, children: 0 },
        { ...nights, roomTypeId: "t2", roomId: "r9", adults: 1, children: 0, nightlyRate: { amount: 12050, currency: "EUR" } },
      ],
    });
  });

  it("are checked by place, and what the server says of the first stay is said at the form's own inputs", () => {
    expect(validateFurther([room()], "EUR")).toEqual({});
    expect(Object.keys(validateFurther([room(), room({ roomTypeId: "", adults: "0" })], "EUR"))).toEqual(["stays.2.roomTypeId", "stays.2.adults"]);
    expect(formFields({ "stays.0.adults": ["a"], "stays.1.adults": ["b"], notes: ["c"] })).toEqual({ adults: ["a"], "stays.1.adults": ["b"], notes: ["c"] });
  });

  it("do not offer a room that another of them takes", () => {
    const chosen = room({ key: 2, roomId: "r2" });
    expect([...takenBeside(first, [room(), chosen], 1)]).toEqual(["r2", "r1"]);
    expect([...takenBeside(first, [room(), chosen])]).toEqual(["r2"]);
    const free = ["r1", "r2", "r3"].map((id) => ({ id, number: id, roomTypeId: "t2", roomTypeCode: "", floor: null, status: "VACANT_CLEAN", condition: "CLEAN" }) as never);
    const reference = { property: undefined, roomTypes: [], rooms: free, ratePlans: [] };
    const offered = roomOptions({ ...room(), reference, facts: { ...NO_FACTS, freeRooms: free }, taken: takenBeside(first, [room(), chosen], 1) });
    expect(offered.map(({ value }) => value)).toEqual(["", "r3"]);
  });

  it("are summed up once every price is known", () => {
    const priced = room({ nightlyRate: "100" });
    expect(summarise(first, first, undefined, NO_FACTS, property, [room()])).toMatchObject({ nights: "2 rooms · 2 nights", total: "" });
    expect(summarise(first, first, undefined, NO_FACTS, property, [priced]).total).toContain("380");
  });
});
