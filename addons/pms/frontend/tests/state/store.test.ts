import { describe, expect, it } from "vitest";
import type { BoardChange } from "../../src/state/board-store";
import { freeRooms } from "../../src/state/free-rooms";
import { newOperation } from "../../src/state/operation";
import { TODAY, World } from "./world";

function listenTo(world: World): BoardChange[] {
  const changes: BoardChange[] = [];
  world.store.subscribe((change) => changes.push(change));
  return changes;
}

describe("the board store", () => {
  it("holds rooms, lanes and closures as the server tells them", () => {
    const { store } = new World(["ana", "101", 2, 5], ["ben", null, 1, 2]);
    expect(store.row("101").map(({ guestName }) => guestName)).toEqual(["Ana"]);
    expect(store.row("lane:double").map(({ guestName }) => guestName)).toEqual(["Ben"]);
    expect(store.closuresIn("103").map(({ reason }) => reason)).toEqual(["Painting"]);
    expect(store.night(TODAY + 3)).toMatchObject({ physical: 4, sold: 1 });
  });

  it("draws nothing again when the same board comes once more", () => {
    const world = new World(["ana", "101", 2, 5]);
    const before = world.stay("ana");
    const changes = listenTo(world);
    world.store.load(world.board());
    expect(changes).toEqual([{ rows: new Set(), structure: false }]);
    expect(world.stay("ana")).toBe(before);
  });

  it("says which rows another desk's change touches", () => {
    const world = new World(["ana", "101", 2, 5], ["ben", "102", 2, 5]);
    const changes = listenTo(world);
    world.server.changeElsewhere("ana", { segments: [{ id: "ana-1", roomId: "103", start: TODAY + 2, end: TODAY + 5 }] });
    world.store.load(world.board());
    expect(changes).toEqual([{ rows: new Set(["101", "103"]), structure: false }]);
  });

  it("lays pending operations over every board that arrives", () => {
    const world = new World(["ana", "101", 2, 5]);
    const change = { kind: "move", reservationId: "ana", toRoomId: "102", toCheckIn: TODAY + 3 } as const;
    const operation = newOperation("key", change, (id) => world.store.segmentsOf(id), { optimistic: true, confirmed: false });
    world.store.add(operation);
    world.store.load(world.board());
    expect(world.where("ana")).toBe("102 3..6");
    world.store.revert(operation);
    expect(world.where("ana")).toBe("101 2..5");
  });

  it("leaves out one operation and applies the others again", () => {
    const world = new World(["ana", "101", 2, 5]);
    const make = (key: string, toRoomId: string, days: number) => {
      const change = { kind: "move", reservationId: "ana", toRoomId, toCheckIn: TODAY + days } as const;
      return newOperation(key, change, (id) => world.store.segmentsOf(id), { optimistic: true, confirmed: false });
    };
    const first = make("first", "102", 2);
    world.store.add(first);
    const change = { kind: "resize", reservationId: "ana", edge: "RIGHT", to: TODAY + 7 } as const;
    const second = newOperation("second", change, (id) => world.store.segmentsOf(id), { optimistic: true, confirmed: false });
    world.store.add(second);
    expect(world.where("ana")).toBe("102 2..7");
    world.store.revert(first);
    expect(world.where("ana")).toBe("101 2..7");
    world.store.revert(second);
    expect(world.where("ana")).toBe("101 2..5");
  });

  it("prefers its own answered write to a board that does not contain it yet", async () => {
    const world = new World(["ana", "101", 2, 5]);
    const old = world.board();
    await world.controller.move(world.stay("ana"), "102", TODAY + 2);
    await world.settle();
    world.store.load(old);
    expect(world.where("ana")).toBe("102 2..5");
    world.server.changeElsewhere("ana", { segments: [{ id: "ana-1", roomId: "103", start: TODAY + 2, end: TODAY + 5 }] });
    world.store.load(world.board());
    expect(world.where("ana")).toBe("103 2..5");
  });

  it("parks a stay without a room in its own row", () => {
    const world = new World(["ben", null, 1, 2]);
    world.store.setParked("ben", true);
    expect(world.store.row("parking").length).toBe(1);
    expect(world.store.row("lane:double").length).toBe(0);
    world.store.load(world.board());
    expect(world.store.row("parking").length).toBe(1);
    world.store.setParked("ben", false);
    expect(world.store.row("lane:double").length).toBe(1);
  });
});

describe("free rooms of a type", () => {
  it("count rooms less stays, closures and stays that still need one", () => {
    const { store } = new World(["ana", "101", 0, 2], ["ben", null, 1, 3], ["cem", "102", 1, 2], ["dan", null, 1, 2], ["eve", null, 1, 2]);
    expect(freeRooms(store, "double", TODAY - 1, 4)).toEqual([3, 2, -2, 2]);
    expect(freeRooms(store, "double", TODAY + 7, 3)).toEqual([3, 2, 2]);
    expect(freeRooms(store, "suite", TODAY, 1)).toEqual([1]);
  });
});
