import { afterEach, describe, expect, it, vi } from "vitest";
import type { Booking } from "../../src/api/bookings";
import type { ReservationStatus } from "../../src/api/types";
import { ConfirmDialog } from "../../src/components/dialogs/confirm-dialog";
import { partySteps, placeWords } from "../../src/components/reservation/party";
import { PartyPanel, type PartyChange } from "../../src/components/reservation/party-panel";
import { property, reservation } from "./reservations";
import { serve, settled } from "./server";

const stay = (id: string, status: ReservationStatus, checkInDate = "2027-07-15") =>
  reservation({ id, status, checkInDate, bookingId: "b1", confirmationNumber: `ABC-${id}`, roomId: id === "x3" ? null : `r-${id}` });

function booking(...reservations: Booking["reservations"]): Booking {
  const at = "2027-07-01T10:00:00Z";
  const total = { amount: 72000, currency: "EUR" };
  return { id: "b1", version: 2, propertyId: "p1", confirmationNumber: "ABC", guestId: "g1", sourceType: "PHONE", sourceRef: null, total, reservations, createdAt: at, updatedAt: at };
}

let panel: PartyPanel;

async function open(shown: Booking): Promise<void> {
  const rooms = ["x1", "x2"].map((id) => ({ id: `r-${id}`, number: id.slice(1) }) as never);
  const reference = { property: undefined, roomTypes: [{ id: "t1", name: "Double" } as never], rooms, ratePlans: [] };
  panel = Object.assign(new PartyPanel(), { booking: shown, reservation: shown.reservations[0]!, property, reference, may: () => true });
  document.body.append(panel);
  await settled(panel);
}

afterEach(() => {
  panel?.remove();
  document.querySelector("pms-confirm-dialog")?.remove();
  vi.unstubAllGlobals();
});

async function press(text: string, root: ParentNode = panel): Promise<void> {
  [...root.querySelectorAll("button")].find((one) => one.textContent?.includes(text))!.click();
  await settled(panel);
}

const CHECK_IN = "POST /api/pms/bookings/b1/check-in";

describe("a booking of several rooms", () => {
  it("knows the place of a stay, and whose turn a step is", () => {
    const mixed = booking(stay("x1", "CONFIRMED"), stay("x2", "CONFIRMED", "2027-07-16"), stay("x3", "CANCELLED"));
    expect(placeWords(mixed, "x2")).toBe("Room 2 of 3 in booking ABC");
    expect(partySteps(mixed, "2027-07-15").map(({ command, stays }) => [command, stays.map(({ id }) => id)])).toEqual([
      ["check-in", ["x1"]],
      ["cancel", ["x1", "x2"]],
    ]);
  });

  it("lists its rooms, and opens another one", async () => {
    await open(booking(stay("x1", "CONFIRMED"), stay("x3", "HOLD")));
    const members = [...panel.querySelectorAll(".pms-party-member")];
    expect(members[0]?.getAttribute("aria-current")).toBe("true");
    expect(members[1]?.textContent).toContain("Double, no room yet");
    const wanted = new Promise<CustomEvent>((resolve) => panel.addEventListener("pms-stay-wanted", (event) => resolve(event as CustomEvent)));
    await press("no room yet");
    expect((await wanted).detail).toEqual({ id: "x3" });
  });

  it("takes a step with the stays seen and tells which took it", async () => {
    const after = booking(stay("x1", "CHECKED_IN"), stay("x2", "CHECKED_IN"));
    const asked = serve({ [CHECK_IN]: { body: { ...after, seq: 9 } } });
    await open(booking(stay("x1", "CONFIRMED"), stay("x2", "CONFIRMED")));
    const told = new Promise<CustomEvent<PartyChange>>((resolve) => panel.addEventListener("pms-booking-changed", (event) => resolve(event as CustomEvent)));
    await press("Check in 2 rooms");
    expect(asked[0]).toMatchObject({ version: '"2"', body: { reservationIds: ["x1", "x2"] } });
    const { sentence, changed } = (await told).detail;
    expect(sentence).toBe("2 rooms checked in.");
    expect(changed.map(({ id, seq }) => [id, seq])).toEqual([["x1", 9], ["x2", 9]]);
  });

  it("says room by room what is in the way, and goes ahead with the others alone", async () => {
    const members = [{ reservationId: "x3", confirmationNumber: "ABC-x3", code: "ROOM_REQUIRED", detail: "Choose a room first." }];
    const asked = serve({
      [CHECK_IN]: ({ body }) =>
        (body?.["reservationIds"] as string[]).includes("x3")
          ? { status: 409, body: { code: "ROOM_REQUIRED", detail: "1 of 2 stays cannot.", members } }
          : { body: booking(stay("x1", "CHECKED_IN"), stay("x3", "CONFIRMED")) },
    });
    await open(booking(stay("x1", "CONFIRMED"), stay("x3", "CONFIRMED")));
    await press("Check in 2 rooms");
    expect(panel.querySelector("[role=alert]")?.textContent?.replace(/\s+/g, " ")).toContain("Double, no room yet: Choose a room first.");
    await press("Do it for the others (1)");
    expect(asked.at(-1)?.body).toEqual({ reservationIds: ["x1"] });
    expect(panel.querySelector("[role=alert]")?.textContent?.trim()).toBe("");
  });

  it("asks for the sum of the fees before it cancels, and sends the sum agreed to", async () => {
    const terms = (amount: number) => ({ body: { fee: { amount, currency: "EUR" }, noShowFee: { amount, currency: "EUR" }, freeUntil: null, mayWaive: false } });
    const asked = serve({
      "GET /api/pms/reservations/x1/cancellation-terms": terms(10000),
      "GET /api/pms/reservations/x2/cancellation-terms": terms(2500),
      "POST /api/pms/bookings/b1/cancel": { body: booking(stay("x1", "CANCELLED"), stay("x2", "CANCELLED")) },
    });
    await open(booking(stay("x1", "CONFIRMED", "2027-07-20"), stay("x2", "CONFIRMED", "2027-07-20")));
    await press("Cancel 2 rooms");
    const dialog = document.querySelector<ConfirmDialog>("pms-confirm-dialog")!;
    expect(dialog.textContent).toContain("€125.00");
    expect(asked.some(({ method }) => method === "POST")).toBe(false);
    await press("charge", dialog);
    expect(asked.at(-1)).toMatchObject({ method: "POST", body: { expectedFee: { amount: 12500, currency: "EUR" } } });
  });

  it("asks again where the server wants a yes to each stay's fee, and sends it", async () => {
    const question = (id: string) => ({ reservationId: id, confirmationNumber: `ABC-${id}`, code: "CONFIRMATION_REQUIRED", detail: "It costs the first night." });
    const asked = serve({
      "GET /api/pms/reservations/x1/folios": { body: { balance: { amount: 0, currency: "EUR" }, items: [] } },
      "GET /api/pms/reservations/x2/folios": { body: { balance: { amount: 500, currency: "EUR" }, items: [] } },
      "POST /api/pms/bookings/b1/check-out": ({ body }) =>
        body?.["confirm"] === true
          ? { body: booking(stay("x1", "CHECKED_OUT"), stay("x2", "CHECKED_OUT")) }
          : { status: 409, body: { code: "CONFIRMATION_REQUIRED", detail: "2 of 2 stays cannot.", members: [question("x1"), question("x2")] } },
    });
    await open(booking(stay("x1", "CHECKED_IN"), stay("x2", "CHECKED_IN")));
    await press("Check out 2 rooms");
    const dialog = document.querySelector<ConfirmDialog>("pms-confirm-dialog")!;
    expect(dialog.textContent).toContain("€5.00");
    await press("Check out 2 rooms", dialog);
    expect(dialog.textContent).toContain("ABC-x2: It costs the first night.");
    await press("Continue, no fee", dialog);
    const sent = asked.filter(({ method }) => method === "POST").map(({ body }) => body);
    expect(sent).toEqual([{ reservationIds: ["x1", "x2"] }, { reservationIds: ["x1", "x2"], confirm: true, feeWaived: true }]);
  });

  it("does nothing while changes of the stay are unsaved", async () => {
    const asked = serve({});
    await open(booking(stay("x1", "CONFIRMED"), stay("x2", "CONFIRMED")));
    panel.unsaved = true;
    await press("Check in 2 rooms");
    expect(asked).toEqual([]);
    expect(panel.textContent).toContain("Save or discard");
  });
});
