/** What addons bring to the chips of the board, as data: badges after the name, commands in the menu. */
import { describe, expect, it } from "vitest";
import { barOf } from "../../src/calendar/layout/scale";
import { ChipView } from "../../src/calendar/view/chip";
import { MOUSE_METRICS, type Surface } from "../../src/calendar/view/surface";
import { readSettings } from "../../src/screens/page-settings";
import { stayMenu } from "../../src/screens/stay-menu";
import { CalendarLanguage } from "../../src/state/calendar-language";
import { decodeSegment } from "../../src/state/decode-board";
import { Selection } from "../../src/state/selection";
import { TODAY, World } from "./world";

function chipOf(world: World, id: string): HTMLElement {
  const scale = { firstDay: TODAY, dayCount: 14, columnWidth: 90 };
  const surface = {
    store: world.store,
    language: new CalendarLanguage("en-GB"),
    metrics: MOUSE_METRICS,
    measure: () => 7,
    scale,
    window: { fast: false, firstWholeColumn: 0 },
    activeSegmentId: null,
    lifted: new Set(),
    selection: new Selection(world.store),
    found: null,
  } as unknown as Surface;
  const segment = world.stay(id);
  const chip = new ChipView();
  chip.show(segment, barOf(scale, segment.start, segment.end)!, null, surface);
  return chip.element;
}

describe("badges", () => {
  const world = new World(["ana", "101", 2, 6], ["ben", "102", 2, 6, { badges: ["CH", "VIP"] }]);

  it("belong to the segments the board names, and to no other", () => {
    expect([world.stay("ana").badges, world.stay("ben").badges]).toEqual(["", "CH VIP"]);
  });

  it("are drawn and spoken after the rest, on one element with one text", () => {
    const [plain, badged] = [chipOf(world, "ana"), chipOf(world, "ben")];
    expect(plain.dataset.note).toBe(" · 2");
    expect(badged.dataset.note).toBe(" · CH VIP · 2");
    expect([badged.childNodes.length, badged.textContent]).toEqual([1, "Ben"]);
    expect(plain.getAttribute("aria-label")).toBe("Ana, 17 Mar 2027 to 21 Mar 2027, room 101, Confirmed");
    expect(badged.getAttribute("aria-label")).toBe("Ben, 17 Mar 2027 to 21 Mar 2027, room 102, Confirmed, CH VIP");
  });

  it("stay on a chip that was moved until the board tells of it again", () => {
    const moved = { ...world.stay("ben"), roomId: "103", badges: "" };
    world.store.accept("ben", [moved], 1);
    expect(world.stay("ben")).toMatchObject({ roomId: "103", badges: "CH VIP" });
  });

  it("come row by row too", () => {
    const row = {
      id: "x", reservationId: "x", version: 1, roomId: null, checkInDate: "2027-03-15", checkOutDate: "2027-03-16",
      segmentStart: "2027-03-15", segmentEnd: "2027-03-16", status: "CONFIRMED", guestName: "Ana", sourceType: "DIRECT",
      adults: 2, children: 0, roomLocked: false, balanceDue: null, colorKey: "CONFIRMED",
    } as const;
    expect(decodeSegment(row, "double").badges).toBe("");
    expect(decodeSegment({ ...row, badges: ["CH", "VIP"] }, "double").badges).toBe("CH VIP");
  });
});

describe("the menu of a stay", () => {
  function settingsOf(commands?: string): ReturnType<typeof readSettings> {
    const root = document.createElement("div");
    root.dataset.businessDate = "2027-03-15";
    if (commands !== undefined) root.dataset.chipCommands = commands;
    return readSettings(root);
  }

  function open(settings: ReturnType<typeof readSettings>): { labels: string[]; choose(label: string): string[] } {
    const world = new World(["a/b", "101", 2, 5]);
    const left: string[] = [];
    const nothing = (): undefined => undefined;
    const items = stayMenu(world.stay("a/b"), settings, world.store, {
      open: nothing, move: nothing, split: nothing, unassign: nothing, chosen: false, choose: nothing, setLocked: nothing,
      run: nothing, leaveFor: (url) => left.push(url),
    });
    return {
      labels: items.map(({ label }) => label),
      choose: (label) => {
        items.find((item) => item.label === label)!.run();
        return left;
      },
    };
  }

  it("ends with what addons add, and is the house's alone without them", () => {
    const command = { id: "keys.cut", label: "Cut a key", url: "/keys/{reservationId}?back=calendar" };
    const house = open(settingsOf()).labels;
    const menu = open(settingsOf(JSON.stringify([command])));
    expect(menu.labels).toEqual([...house, "Cut a key"]);
    expect(menu.choose("Cut a key")).toEqual(["/keys/a%2Fb?back=calendar"]);
  });
});
