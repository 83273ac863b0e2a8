import { beforeEach, describe, expect, it } from "vitest";
import { historyLine } from "../../src/components/reservation/history";

const nameOf = (kind: string, id: string) => (kind === "room" ? { r1: "201", r2: "202" }[id] : undefined);
const entry = { seq: 7, at: "2027-03-01T10:00:00Z", actor: "user:0190", actorName: "Ana", action: "reservation.move", version: 2, correlationId: "c" };

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

  it("says what was empty before or is now", () => {
    const line = historyLine({ ...entry, before: { roomId: null, roomLocked: false }, after: { roomId: "r1", roomLocked: true } }, nameOf);
    expect(line.changes).toEqual([
      { field: "Room", before: "none", after: "201" },
      { field: "Room locked", before: "no", after: "yes" },
    ]);
  });

  it.each([
    ["user:0190-ab", "A colleague"],
    ["token:0190-ab", "A connected program"],
    ["system:night-audit", "The system (night audit)"],
  ])("calls %s %s when it knows no name", (actor, who) => {
    expect(historyLine({ ...entry, actor, actorName: null, before: null, after: {} }, nameOf).who).toBe(who);
  });

  it("never shows an id, nor an unknown action as such", () => {
    const line = historyLine({ ...entry, action: "reservation.guest_swapped", before: { guestId: "0f8f" }, after: { guestId: "1a2b" } }, nameOf);
    expect(line.what).toBe("Guest swapped");
    expect(JSON.stringify(line)).not.toMatch(/0f8f|1a2b/);
  });
});
