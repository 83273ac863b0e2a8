import { describe, expect, it } from "vitest";
import { Selection } from "../../src/state/selection";
import { type StayPlan, TODAY, World } from "./world";

function chosenIn(...stays: StayPlan[]): { world: World; selection: Selection; told: string[][] } {
  const world = new World(...stays);
  const selection = new Selection(world.store);
  const told: string[][] = [];
  selection.subscribe((ids) => told.push([...ids]));
  return { world, selection, told };
}

const names = (selection: Selection): string[] => selection.stays.map(({ guestName }) => guestName);

describe("selecting", () => {
  it("takes a stay in and out, and tells which chips to draw", () => {
    const { world, selection, told } = chosenIn(["ana", "101", 2, 5], ["ben", "102", 2, 4]);
    selection.toggle(world.stay("ana"));
    selection.toggle(world.stay("ben"));
    expect(names(selection)).toEqual(["Ana", "Ben"]);
    selection.toggle(world.stay("ana"));
    expect(names(selection)).toEqual(["Ben"]);
    expect(told).toEqual([["ana"], ["ben"], ["ana"]]);
    selection.clear();
    expect(selection.size).toBe(0);
  });

  it("reaches over all stays of a row, in either direction", () => {
    const { world, selection } = chosenIn(["ana", "101", 0, 2], ["ben", "101", 2, 4], ["eve", "101", 4, 6], ["joe", "101", 6, 8]);
    selection.toggle(world.stay("eve"));
    selection.reach(world.stay("ana"));
    expect(names(selection).sort()).toEqual(["Ana", "Ben", "Eve"]);
  });

  it("adds the one stay when it lies in another row", () => {
    const { world, selection } = chosenIn(["ana", "101", 0, 2], ["ben", "101", 2, 4], ["eve", "102", 4, 6]);
    selection.toggle(world.stay("ana"));
    selection.reach(world.stay("eve"));
    expect(names(selection)).toEqual(["Ana", "Eve"]);
  });

  it("lets go of a stay that is no longer on the board", () => {
    const { world, selection } = chosenIn(["ana", "101", 2, 5], ["ben", "102", 2, 4]);
    selection.toggle(world.stay("ana"));
    selection.toggle(world.stay("ben"));
    world.store.accept("ana", [], 9);
    expect([selection.size, selection.has("ana")]).toEqual([1, false]);
  });
});

describe("moving a selection", () => {
  const further = (world: World, rooms: Record<string, string | null>, nights = 0) =>
    Object.entries(rooms).map(([id, roomId]) => ({ segment: world.stay(id), roomId, checkIn: world.stay(id).checkIn + nights }));

  it("shows all at once, sends one request, and one undo takes all back", async () => {
    const world = new World(["ana", "101", 2, 5], ["ben", "102", 2, 4]);
    void world.controller.moveTogether(further(world, { ana: "102", ben: "103" }, 1));
    expect([world.where("ana"), world.where("ben")]).toEqual(["102 3..6", "103 3..5"]);
    expect([world.store.isPending("ana"), world.store.isPending("ben")]).toEqual([true, true]);
    await world.settle();
    expect(world.server.received.map(({ command }) => command)).toEqual(["moves"]);
    expect([world.stay("ana").version, world.stay("ben").version]).toEqual([2, 2]);
    expect(world.messages[0]).toMatchObject({ message: "2 stays moved", kind: "success" });
    world.messages[0]!.undo!();
    expect([world.where("ana"), world.where("ben")]).toEqual(["101 2..5", "102 2..4"]);
    await world.settle();
    expect(world.server.stay("ben").segments[0]!.roomId).toBe("102");
    expect(world.messages[1]).toMatchObject({ message: "Undone. 2 stays are back" });
  });

  it("says who is in the way before anything is sent", async () => {
    const world = new World(["ana", "101", 2, 5], ["ben", "102", 2, 4], ["eve", "103", 3, 6]);
    await world.controller.moveTogether(further(world, { ana: "102", ben: "103" }));
    expect(world.server.received).toEqual([]);
    expect(world.messages[0]!.message).toBe("Nothing was moved: Eve is in the way of Ben in room 103");
    expect(world.where("ana")).toBe("101 2..5");
  });

  it("puts all back when the server knows of somebody in the way", async () => {
    const world = new World(["ana", "101", 2, 5], ["ben", "102", 2, 4], ["eve", "201", 3, 6]);
    world.server.changeElsewhere("eve", { segments: [{ id: "eve-1", roomId: "103", start: TODAY + 3, end: TODAY + 6 }] });
    void world.controller.moveTogether(further(world, { ana: "102", ben: "103" }));
    expect(world.where("ana")).toBe("102 2..5");
    await world.settle();
    expect([world.where("ana"), world.where("ben")]).toEqual(["101 2..5", "102 2..4"]);
    expect(world.messages[0]).toMatchObject({ message: "Nothing was moved: Eve is in the way of Ben in room 103", kind: "danger" });
  });

  it("puts all back when one of them was changed elsewhere", async () => {
    const world = new World(["ana", "101", 2, 5], ["ben", "102", 2, 4]);
    world.server.changeElsewhere("ben", { adults: 1 });
    void world.controller.moveTogether(further(world, { ana: null, ben: null }));
    await world.settle();
    expect([world.where("ana"), world.where("ben")]).toEqual(["101 2..5", "102 2..4"]);
    expect(world.messages[0]!.message).toContain("one of the stays was changed by someone else");
  });

  it("asks first when guests are in house, and does nothing without a yes", async () => {
    const world = new World(["ana", "101", 0, 3, { status: "CHECKED_IN" }], ["ben", "102", 0, 2, { status: "CHECKED_IN" }]);
    world.answer = false;
    await world.controller.moveTogether(further(world, { ana: "102", ben: "103" }));
    expect(world.questions).toMatchObject([{ title: "Move 2 in-house guests?" }]);
    expect(world.server.received).toEqual([]);
    world.answer = true;
    await world.controller.moveTogether(further(world, { ana: "102", ben: "103" }));
    await world.settle();
    expect(world.server.received[0]!.body).toMatchObject({ confirm: true });
    expect(world.where("ana")).toBe("102 0..3");
  });

  it("takes all out of their rooms, also into the parking row", async () => {
    const world = new World(["ana", "101", 2, 5], ["ben", "102", 2, 4]);
    void world.controller.moveTogether(further(world, { ana: null, ben: null }), true);
    expect(world.store.row("parking").length).toBe(2);
    await world.settle();
    expect(world.messages[0]!.message).toBe("2 stays parked");
  });
});
