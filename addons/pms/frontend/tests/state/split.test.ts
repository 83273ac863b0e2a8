import { afterEach, describe, expect, it } from "vitest";
import type { Result } from "../../src/api/http";
import type { Reservation } from "../../src/api/types";
import { isoFromDay } from "../../src/calendar/layout/days";
import { SplitDialog } from "../../src/calendar/view/split-dialog";
import type { ChipCommand, PageSettings } from "../../src/screens/page-settings";
import { stayMenu } from "../../src/screens/stay-menu";
import type { Message } from "../../src/state/board-ports";
import { CalendarLanguage } from "../../src/state/calendar-language";
import { changeNights } from "../../src/state/split-nights";
import { StayCommands } from "../../src/state/stay-commands";
import { reservation } from "../components/reservations";
import { type StayPlan, TODAY, World } from "./world";

const NOBODY = { open: () => undefined, move: () => undefined, split: () => undefined, unassign: () => undefined, chosen: false, choose: () => undefined, setLocked: () => undefined, run: () => undefined, leaveFor: () => undefined };
const SETTINGS = { canMove: true, permissions: "", chipCommands: [] as readonly ChipCommand[] } as PageSettings;
const ENTRY = "Change room from a night…";

function menuOf(...plan: StayPlan): string[] {
  const world = new World(plan);
  return stayMenu(world.stay(plan[0]), SETTINGS, world.store, NOBODY).map(({ label }) => label);
}

describe("the entry of the menu", () => {
  it("is there for a stay in a room with a second night to come", () => {
    expect(menuOf("ana", "101", 2, 5)).toContain(ENTRY);
    expect(menuOf("ana", "101", -1, 2, { status: "CHECKED_IN" })).toContain(ENTRY);
  });

  it("is not there without a room, with one night, on the last night in house, or in a locked room", () => {
    expect(menuOf("ana", null, 2, 5)).not.toContain(ENTRY);
    expect(menuOf("ana", "101", 2, 3)).not.toContain(ENTRY);
    expect(menuOf("ana", "101", -1, 1, { status: "CHECKED_IN" })).not.toContain(ENTRY);
    expect(menuOf("ana", "101", 2, 5, { roomLocked: true })).not.toContain(ENTRY);
  });

  it("offers nights ahead alone to a guest in the house", () => {
    const stay = new World(["ana", "101", -2, 3, { status: "CHECKED_IN" }]).stay("ana");
    expect(changeNights(stay, TODAY)).toEqual({ first: TODAY + 1, last: TODAY + 2 });
  });
});

interface Sent {
  readonly path: string;
  readonly version: number;
  readonly key: string;
  readonly body: unknown;
}

class Desk extends World {
  readonly sent: Sent[] = [];
  readonly told: Message[] = [];
  readonly dialog: SplitDialog;

  constructor(answer: Result<Reservation>, ...stays: StayPlan[]) {
    super(...stays);
    const runCommand = async (id: string, command: string, version: number, key: string, body: unknown): Promise<Result<Reservation>> => {
      this.sent.push({ path: `${id}/${command}`, version, key, body });
      return answer;
    };
    const api = { runCommand, updateReservation: () => Promise.reject(new Error("not asked")) };
    const ports = { toast: (message: Message) => void this.told.push(message), askStep: async () => null, showFolio: () => undefined };
    const refresh = (seq?: number): void => void this.refreshes.push(seq);
    const commands = new StayCommands({ store: this.store, api, ports, refresh, language: new CalendarLanguage("en-GB") });
    this.dialog = new SplitDialog(this.store, (segment, on, room) => commands.split(segment, on, room));
    document.body.append(this.dialog.element);
  }

  get rooms(): string[] {
    return [...this.dialog.element.querySelectorAll("option")].map(({ textContent }) => textContent ?? "");
  }

  night(value?: string): HTMLInputElement {
    const field = this.dialog.element.querySelector("input")!;
    if (value !== undefined) {
      field.value = value;
      field.dispatchEvent(new Event("input"));
    }
    return field;
  }

  async send(): Promise<void> {
    this.dialog.element.querySelector("form")!.dispatchEvent(new Event("submit", { cancelable: true }));
    await this.settle();
  }
}

const day = (more: number): string => isoFromDay(TODAY + more);
const done: Result<Reservation> = {
  ok: true,
  status: 200,
  value: reservation({
    id: "ana",
    version: 2,
    seq: 9,
    checkInDate: day(2),
    checkOutDate: day(5),
    segments: [
      { roomId: "101", startDate: day(2), endDate: day(4) },
      { roomId: "102", startDate: day(4), endDate: day(5) },
    ],
  }),
};

describe("the dialog", () => {
  afterEach(() => document.body.replaceChildren());

  it("offers free rooms of the stay's type first, and says what is in the way of the others", () => {
    const desk = new Desk(done, ["ana", "101", 2, 5], ["ben", "102", 3, 4]);
    desk.dialog.open(desk.stay("ana"));
    expect([desk.night().min, desk.night().value, desk.night().max]).toEqual([day(3), day(3), day(4)]);
    expect(desk.rooms).toEqual(["103 · free", "102 · taken by Ben", "201 · free"]);
    desk.night(day(4));
    expect(desk.rooms).toEqual(["102 · free", "103 · free", "201 · free"]);
    expect(desk.dialog.element.querySelector("select")!.value).toBe("103");
  });

  it("sends night and room with the stay's version and shows both rooms", async () => {
    const desk = new Desk(done, ["ana", "101", 2, 5]);
    desk.dialog.open(desk.stay("ana"));
    desk.night(day(4));
    desk.dialog.element.querySelector("select")!.value = "102";
    await desk.send();
    expect(desk.sent).toEqual([{ path: "ana/split", version: 1, key: expect.stringMatching(/.{16}/), body: { date: day(4), roomId: "102" } }]);
    expect(desk.where("ana")).toBe("101 2..4, 102 4..5");
    expect(desk.told[0]).toMatchObject({ message: "Ana is in room 102 from 19 Mar 2027", kind: "success" });
    expect(desk.refreshes).toEqual([9]);
    expect(desk.dialog.element.open).toBe(false);
  });

  it("stays open with the server's sentence and leaves the stay where it is", async () => {
    const problem = { type: "", title: "Conflict", status: 409, detail: "Room 102 is taken.", code: "ROOM_ALREADY_BOOKED", correlationId: "c" };
    const desk = new Desk({ ok: false, offline: false, problem }, ["ana", "101", 2, 5]);
    desk.dialog.open(desk.stay("ana"));
    await desk.send();
    expect(desk.dialog.element.querySelector("[role=alert]")!.textContent).toBe("Room 102 is taken.");
    expect(desk.dialog.element.open).toBe(true);
    expect(desk.where("ana")).toBe("101 2..5");
    expect(desk.told).toEqual([]);
  });
});
