import { afterEach, describe, expect, it, vi } from "vitest";
import "../../src/components/dialogs/confirm-dialog";
import type { ConfirmDialog, YesNoQuestion } from "../../src/components/dialogs/confirm-dialog";
import { keepToast, showKeptToast } from "../../src/components/dialogs/kept-toast";
import "../../src/components/dialogs/toasts";
import { assignedWords } from "../../src/components/forms/assigned-rooms";
import { savedWords } from "../../src/components/reservation/saved-words";
import { askStep, type RoomToGive } from "../../src/components/reservation/step-questions";
import type { Room } from "../../src/api/types";
import { reservation } from "./reservations";

afterEach(() => {
  document.body.innerHTML = "";
  sessionStorage.clear();
});

const unplaced = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ reservationId: `r${index}`, confirmationNumber: `N-${index}`, reason: "No room is free." }));

describe("rooms for today's arrivals", () => {
  const nameOf = (id: string) => (id === "r0" ? "Ada Alpha" : undefined);

  it("says how many got one, and who did not and why", () => {
    const told = assignedWords({ placed: [{}, {}], unplaced: unplaced(2) }, nameOf);
    expect(told.message).toBe("2 arrivals have a room now. 2 arrivals have no room:");
    expect(told.details).toEqual(["Ada Alpha: No room is free.", "N-1: No room is free."]);
    expect(told.lasting).toBe(true);
  });

  it("names six and counts the others", () => {
    const told = assignedWords({ placed: [], unplaced: unplaced(8) }, nameOf);
    expect(told.message).toBe("No arrival was given a room. 8 arrivals have no room:");
    expect(told.details).toHaveLength(7);
    expect(told.details?.at(-1)).toBe("and 2 more");
  });

  it("says so when nobody waited", () => {
    expect(assignedWords({ placed: [], unplaced: [] }, nameOf).message).toBe("Nobody who arrives today is waiting for a room.");
    expect(assignedWords({ placed: [{}], unplaced: [] }, nameOf)).toEqual({ message: "1 arrival has a room now.", kind: "success" });
  });
});

describe("a message for the next page", () => {
  it("is said once, politely", async () => {
    keepToast({ message: "Ada Alpha has left room 101.", details: ["and more"], kind: "success" });
    showKeptToast();
    const toasts = document.querySelector("pms-toasts") as HTMLElement & { updateComplete: Promise<boolean> };
    await toasts.updateComplete;
    expect(toasts.querySelector('[role="status"][aria-live="polite"]')?.textContent).toContain("Ada Alpha has left room 101.");
    expect(toasts.querySelector("li")?.textContent).toBe("and more");
    document.body.innerHTML = "";
    showKeptToast();
    expect(document.querySelector("pms-toasts")).toBeNull();
  });
});

describe("checking in", () => {
  const asked: YesNoQuestion[] = [];
  const step = (room: RoomToGive | undefined) =>
    askStep({ command: "check-in", reservationId: "r", guestName: "Ada", timezone: "UTC", early: false, mayReadFolio: false, room });
  const answering = (sure: boolean) => {
    asked.length = 0;
    const dialog = document.createElement("pms-confirm-dialog") as ConfirmDialog;
    vi.spyOn(dialog, "ask").mockImplementation((question) => {
      asked.push(question);
      return Promise.resolve(sure);
    });
    document.body.append(dialog);
  };

  it("asks where the room is dirty, and does nothing on a no", async () => {
    answering(false);
    expect(await step({ number: "215", condition: "DIRTY" })).toBeNull();
    expect(asked[0]?.message).toBe("Room 215 is not clean yet. Check in all the same?");
    document.body.innerHTML = "";
    answering(true);
    expect(await step({ number: "215", condition: "DIRTY" })).toEqual({ kind: "go", body: {} });
  });

  it("asks about a clean room only where rooms are inspected", async () => {
    answering(true);
    for (const room of [undefined, { number: "1", condition: "CLEAN" }, { number: "1", condition: "INSPECTED", inspects: true }] as const) {
      expect(await step(room)).toEqual({ kind: "go", body: {} });
    }
    expect(asked).toEqual([]);
    await step({ number: "215", condition: "CLEAN", inspects: true });
    expect(asked[0]?.message).toBe("Room 215 is not inspected yet. Check in all the same?");
  });
});

it("a walk-in's room is named", () => {
  const stay = reservation({ status: "CHECKED_IN", roomId: "room-7" });
  const rooms = [{ id: "room-7", number: "107" } as Room];
  expect(savedWords({ reservation: stay, created: true }, rooms)).toContain("is checked in to room 107, reservation");
  expect(savedWords({ reservation: stay, created: true }, [])).toContain("is checked in, reservation");
});

describe("a no-show", () => {
  const money = { amount: 9000, currency: "EUR" };
  const titleFor = async (noShowFrom: string | null) => {
    const terms = { reservationId: "r", freeUntil: null, fee: money, noShowFee: money, noShowFrom, mayWaive: false };
    vi.stubGlobal("fetch", () => Promise.resolve(new Response(JSON.stringify(terms), { status: 200 })));
    const dialog = document.createElement("pms-confirm-dialog") as ConfirmDialog;
    const asked = vi.spyOn(dialog, "choose").mockResolvedValue(null);
    document.body.append(dialog);
    await askStep({ command: "no-show", reservationId: "r", guestName: "Ada", timezone: "UTC", early: false, mayReadFolio: false });
    document.body.innerHTML = "";
    return asked.mock.calls.map(([question]) => question.title);
  };
  afterEach(() => vi.unstubAllGlobals());

  it("that is too early is not asked about", async () => {
    expect(await titleFor("2027-03-15T18:00:00Z")).toEqual(["It is too early"]);
    expect(await titleFor(null)).toEqual(["Mark as no-show?"]);
  });
});
