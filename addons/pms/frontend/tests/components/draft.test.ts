import { describe, expect, it } from "vitest";
import { actionsFor, editable } from "../../src/components/reservation/actions";
import { draftOf, isChanged, newDraft, rebase, toChanges, toNewReservation, validate, withWalkIn, type Draft } from "../../src/components/reservation/draft";
import { namesFrom } from "../../src/components/reservation/guest-picker";
import { summarise } from "../../src/components/reservation/summary";
import { property, reservation } from "./reservations";

const sound: Draft = { ...newDraft({ roomTypeId: "t1" }, property), firstName: "Layla", lastName: "Haddad" };
const noFacts = { types: undefined, freeRooms: undefined, loading: false };

describe("a new reservation", () => {
  it("begins tonight by the property's business date", () => {
    expect(newDraft({}, property)).toMatchObject({ checkInDate: "2027-07-15", checkOutDate: "2027-07-16", status: "CONFIRMED" });
    expect(newDraft({ checkInDate: "2027-12-31" }, property).checkOutDate).toBe("2028-01-01");
  });

  it("sends only what was filled in", () => {
    expect(toNewReservation(sound, property)).toEqual({
      propertyId: "p1",
      roomTypeId: "t1",
      checkInDate: "2027-07-15",
      checkOutDate: "2027-07-16",
      adults: 2,
      children: 0,
      status: "CONFIRMED",
      sourceType: "PHONE",
      guest: { firstName: "Layla", lastName: "Haddad" },
    });
  });

  it("sends a hold with its release by the hotel's clock, a rate in minor units, a known guest by id", () => {
    const draft: Draft = { ...sound, guestId: "g1", status: "HOLD", releaseAt: "2027-07-16T18:00", nightlyRate: "99.90", roomId: "r1", notes: " cot " };
    expect(toNewReservation(draft, property)).toMatchObject({
      guestId: "g1",
      status: "HOLD",
      releaseAt: "2027-07-16T17:00:00Z",
      nightlyRate: { amount: 9990, currency: "EUR" },
      roomId: "r1",
      notes: "cot",
    });
    expect(toNewReservation(draft, property)).not.toHaveProperty("guest");
  });

  it("as a walk-in begins tonight and is checked in with it", () => {
    const later = { ...sound, checkInDate: "2027-07-20", checkOutDate: "2027-07-21" };
    const walkIn = { ...later, ...withWalkIn(later, true, property) };
    const tonight = { checkInDate: "2027-07-15", checkOutDate: "2027-07-21", sourceType: "WALK_IN", checkIn: true };
    expect(toNewReservation(walkIn, property)).toMatchObject(tonight);
    expect(toNewReservation({ ...walkIn, ...withWalkIn(walkIn, false, property) }, property)).not.toHaveProperty("checkIn");
  });

  it("is day use when it leaves the day it comes", () => {
    expect(toNewReservation({ ...sound, checkOutDate: sound.checkInDate }, property).dayUse).toBe(true);
    expect(toNewReservation(sound, property)).not.toHaveProperty("dayUse");
  });
});

describe("validate", () => {
  it("finds a sound draft sound", () => expect(validate(sound, "EUR")).toEqual({}));

  it.each([
    [{ lastName: "" }, "guest.lastName"],
    [{ roomTypeId: "" }, "roomTypeId"],
    [{ checkOutDate: "2027-07-14" }, "checkOutDate"],
    [{ checkInDate: "" }, "checkInDate"],
    [{ adults: "0" }, "adults"],
    [{ children: "-1" }, "children"],
    [{ nightlyRate: "1.2.3" }, "nightlyRate"],
  ])("refuses %o", (change, field) => {
    expect(Object.keys(validate({ ...sound, ...change }, "EUR"))).toEqual([field]);
  });

  it("asks no names of a guest already known", () => {
    expect(validate({ ...sound, guestId: "g1", firstName: "", lastName: "" }, "EUR")).toEqual({});
  });
});

describe("an edit", () => {
  const base = draftOf(reservation(), property.timezone);

  it("sends nothing when nothing changed", () => {
    expect(isChanged(base, { ...base })).toBe(false);
    expect(toChanges(base, { ...base }, property)).toEqual({});
  });

  it("sends only the changed fields", () => {
    const draft: Draft = { ...base, notes: "", adults: "3", nightlyRate: "80", roomLocked: true };
    expect(toChanges(base, draft, property)).toEqual({ notes: "", adults: 3, nightlyRate: { amount: 8000, currency: "EUR" }, roomLocked: true });
  });

  it("takes room and plan away with null", () => {
    const inPlan = { ...base, ratePlanId: "p9", roomId: "r1" };
    expect(toChanges(inPlan, { ...inPlan, ratePlanId: "", roomId: "" }, property)).toEqual({ ratePlanId: null, roomId: null });
    expect(toChanges(inPlan, { ...inPlan, roomId: "r2" }, property)).toEqual({ roomId: "r2" });
  });

  it("keeps what was typed when someone else's version arrives, and takes the rest from it", () => {
    const typed: Draft = { ...base, notes: "Baby cot" };
    const theirs = draftOf(reservation({ version: 4, roomId: "r2", notes: "Sea view" }), property.timezone);
    const merged = rebase(base, typed, theirs);
    expect(merged).toMatchObject({ notes: "Baby cot", roomId: "r2" });
    expect(toChanges(theirs, merged, property)).toEqual({ notes: "Baby cot" });
  });
});

describe("actions", () => {
  const commands = (changes: Parameters<typeof reservation>[0]) => actionsFor(reservation(changes), "2027-07-15").map((action) => action.command);

  it("follow the status", () => {
    expect(commands({ status: "HOLD" })).toEqual(["confirm", "unassign-room", "cancel"]);
    expect(commands({})).toEqual(["check-in", "unassign-room", "no-show", "cancel"]);
    expect(commands({ checkInDate: "2027-07-16", roomId: null })).toEqual(["cancel"]);
    expect(commands({ roomLocked: true })).not.toContain("unassign-room");
    expect(commands({ status: "CHECKED_IN" })).toEqual(["revert-check-in", "check-out"]);
    expect(commands({ status: "CHECKED_IN", checkOutDate: "2027-07-15" })).toEqual(["check-out", "revert-check-in"]);
    expect(commands({ status: "CHECKED_IN", checkInDate: "2027-07-14", statusDate: "2027-07-14" })).toEqual(["check-out"]);
    expect(commands({ status: "CHECKED_IN", checkInDate: "2027-07-14", statusDate: "2027-07-15" })).toEqual(["check-out", "revert-check-in"]);
    expect(commands({ status: "NO_SHOW" })).toEqual(["reinstate"]);
    for (const status of ["CHECKED_OUT", "EXPIRED"] as const) expect(commands({ status })).toEqual([]);
  });

  it("leave an in-house arrival alone", () => {
    expect(editable("CHECKED_IN")).toEqual({ stay: true, arrival: false, room: false, notes: true, source: false });
    expect(editable("CANCELLED").stay).toBe(false);
  });
});

describe("the sum at the foot", () => {
  const quoted = {
    ...noFacts,
    types: new Map([["t1", { roomTypeId: "t1", code: "DBL", name: "Double", available: 1, sellable: 1, nights: [], total: { amount: 22000, currency: "EUR" } }]]),
  };

  it("is the quote for a new reservation, or nothing while there is none", () => {
    expect(summarise(sound, sound, undefined, quoted, property)).toMatchObject({ nights: "1 night", note: "quoted price" });
    expect(summarise(sound, sound, undefined, quoted, property).total).toContain("220");
    expect(summarise(sound, sound, undefined, noFacts, property).total).toBe("");
    expect(summarise({ ...sound, checkOutDate: "" }, sound, undefined, quoted, property).nights).toBe("");
  });

  it("is the agreed total until something that is priced changes", () => {
    const stay = reservation();
    const base = draftOf(stay, property.timezone);
    expect(summarise(base, base, stay, noFacts, property)).toMatchObject({ nights: "3 nights", note: "agreed price" });
    expect(summarise({ ...base, checkOutDate: "2027-07-19" }, base, stay, noFacts, property).note).not.toBe("agreed price");
    const typed = summarise({ ...base, nightlyRate: "50" }, base, stay, noFacts, property);
    expect(typed.total).toContain("150");
  });
});

describe("namesFrom", () => {
  it.each([
    ["Layla Haddad", "Layla", "Haddad"],
    ["Haddad, Layla", "Layla", "Haddad"],
    ["Ana Maria Sousa", "Ana Maria", "Sousa"],
    ["Haddad", "", "Haddad"],
  ])("splits %s", (text, firstName, lastName) => expect(namesFrom(text)).toEqual({ firstName, lastName }));
});
