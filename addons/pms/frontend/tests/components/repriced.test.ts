import { describe, expect, it } from "vitest";
import { draftOf } from "../../src/components/reservation/draft";
import { repricedTotal } from "../../src/components/reservation/repriced";
import { NO_FACTS, type StayFacts } from "../../src/components/reservation/stay-lookup";
import { property, reservation } from "./reservations";

const TODAY = "2027-07-16";
const DATES = ["2027-07-15", "2027-07-16", "2027-07-17"];
const euros = (amount: number) => ({ amount, currency: "EUR" });

function quoted(prices: Record<string, number>): StayFacts {
  const of = (price: number) => DATES.map((date) => ({ date, physical: 1, outOfOrder: 0, sold: 0, available: 1, sellable: 1, overbooked: false, price: euros(price) }));
  const types = Object.entries(prices).map(([id, price]) => ({ roomTypeId: id, code: id, name: id, available: 1, sellable: 1, nights: of(price), total: euros(3 * price) }));
  return { ...NO_FACTS, types: new Map(types.map((type) => [type.roomTypeId, type])) };
}

const stay = { nightlyRates: DATES.map((date) => ({ date, price: euros(7000) })), total: euros(21000) };

describe("a stay at today's prices", () => {
  const total = (changes: Parameters<typeof reservation>[0], facts = quoted({ t1: 10000, t2: 20000 }), typed = {}) => {
    const held = reservation({ ...stay, ...changes });
    return repricedTotal(held, { ...draftOf(held, property.timezone), ...typed }, facts, TODAY)?.amount;
  };

  it("leaves the nights a guest has slept as they are", () => {
    expect(total({ status: "CHECKED_IN" })).toBe(27000);
    expect(total({ status: "CONFIRMED" })).toBe(30000);
  });

  it("is priced by the type that was booked, whatever the room is", () => {
    expect(total({ roomTypeId: "t2", bookedRoomTypeId: "t1" })).toBe(30000);
    expect(total({}, undefined, { roomTypeId: "t2" })).toBe(60000);
  });

  it("is unknown while the prices are", () => {
    expect(total({}, NO_FACTS)).toBeUndefined();
  });
});
