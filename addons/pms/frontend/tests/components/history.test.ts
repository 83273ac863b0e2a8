import { beforeEach, describe, expect, it } from "vitest";
import { historyLine } from "../../src/components/reservation/history";

const nameOf = (kind: string, id: string) => (kind === "room" ? { r1: "201", r2: "202" }[id] : undefined);
const entry = { id: "a", at: "2027-03-01T10:00:00Z", actor: "Ana", action: "pms.reservation.moved.v1" };

beforeEach(() => (document.documentElement.dataset["locale"] = "en-GB"));

describe("historyLine", () => {
  it("says what changed in words", () => {
    const before = { roomId: "r1", checkInDate: "2027-03-14", status: "HOLD", total: { amount: 100, currency: "EUR" }, version: 1, notes: "same" };
    const after = { roomId: "r2", checkInDate: "2027-03-15", status: "CHECKED_IN", total: { amount: 200, currency: "EUR" }, version: 2, notes: "same" };
    expect(historyLine({ ...entry, before, after }, nameOf)).toMatchObject({
      who: "Ana",
      what: "Moved",
      changes: [
        { field: "Room", before: "201", after: "202" },
        { field: "Arrival", before: "Sun, 14 Mar 2027", after: "Mon, 15 Mar 2027" },
        { field: "Status", before: "Hold", after: "In-house" },
        { field: "Total", before: "€1.00", after: "€2.00" },
      ],
    });
  });

  it("understands column names and new and emptied values", () => {
    const line = historyLine({ ...entry, before: { room_id: null, room_locked: false }, after: { room_id: "r1", room_locked: true } }, nameOf);
    expect(line.changes).toEqual([
      { field: "Room", before: "none", after: "201" },
      { field: "Room locked", before: "no", after: "yes" },
    ]);
  });

  it("never shows an id, an unknown action or a missing actor as such", () => {
    const line = historyLine({ ...entry, actor: null, action: "GUEST_SWAPPED_OUT", before: { guestId: "0f8f" }, after: { guestId: "1a2b" } }, nameOf);
    expect(line.who).toBe("The system");
    expect(line.what).toBe("Guest swapped out");
    expect(JSON.stringify(line)).not.toMatch(/0f8f|1a2b/);
  });
});
