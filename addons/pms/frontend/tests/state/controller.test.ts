import { describe, expect, it } from "vitest";
import { TODAY, World } from "./world";

describe("moving", () => {
  it("shows at once, and the answer brings the new version and an undo", async () => {
    const world = new World(["ana", "101", 2, 5]);
    void world.controller.move(world.stay("ana"), "102", TODAY + 3);
    expect(world.where("ana")).toBe("102 3..6");
    expect(world.store.isPending("ana")).toBe(true);
    await world.settle();
    expect(world.store.isPending("ana")).toBe(false);
    expect(world.stay("ana").version).toBe(2);
    expect(world.messages[0]).toMatchObject({ message: "Ana moved to room 102, 18 Mar to 21 Mar", kind: "success" });
    expect(world.refreshes).toEqual([world.server.seq]);
    world.messages[0]!.undo!();
    expect(world.where("ana")).toBe("101 2..5");
    await world.settle();
    expect(world.where("ana")).toBe("101 2..5");
    expect(world.stay("ana").version).toBe(3);
    expect(world.messages[1]?.undo).toBeUndefined();
  });

  it("warns of a room that is out of service, after the undo", async () => {
    const world = new World(["ana", "101", 2, 5]);
    const move = world.server.move.bind(world.server);
    const flaw = { code: "ROOM_OUT_OF_SERVICE", roomId: "102", startDate: "2027-03-17", endDate: "2027-03-19", reason: "Dripping tap" };
    world.server.move = async (body) => {
      const result = await move(body);
      return result.ok ? { ...result, value: { ...result.value, warnings: [flaw] } } : result;
    };
    void world.controller.move(world.stay("ana"), "102", TODAY + 2);
    await world.settle();
    expect(world.messages[0]?.undo).toBeDefined();
    expect(world.messages[1]).toEqual({ message: "Room 102 is out of service from 17 Mar to 19 Mar: Dripping tap", kind: "warning" });
    world.server.move = move;
    void world.controller.move(world.stay("ana"), "103", TODAY + 2);
    await world.settle();
    expect(world.messages.slice(2).map(({ kind }) => kind)).toEqual(["success"]);
  });

  it("sends two moves of one stay in order, the second with the version of the first", async () => {
    const world = new World(["ana", "101", 2, 5]);
    void world.controller.move(world.stay("ana"), "102", TODAY + 2);
    void world.controller.move(world.stay("ana"), "103", TODAY + 2);
    await world.settle();
    expect(world.where("ana")).toBe("103 2..5");
    expect(world.server.received.map(({ body }) => (body as unknown as { from: { version: number } }).from.version)).toEqual([1, 2]);
  });

  it("puts a stay back and offers the server's alternatives when the room is taken", async () => {
    const world = new World(["ana", "101", 2, 5], ["ben", "102", 3, 9]);
    void world.controller.move(world.stay("ana"), "102", TODAY + 2);
    expect(world.where("ana")).toBe("101 2..5");
    world.choice = {
      kind: "alternative",
      alternative: { roomId: "103", number: "103", roomTypeId: "double", checkInDate: "2027-03-17", checkOutDate: "2027-03-20", score: 1, reason: "" },
    };
    await world.settle();
    expect(world.conflicts[0]).toMatchObject({ guestName: "Ana", roomNumber: "102", checkInDate: "2027-03-17" });
    expect(world.conflicts[0]!.alternatives.length).toBeGreaterThan(0);
    expect(world.where("ana")).toBe("103 2..5");
    expect(world.server.stay("ana").segments[0]!.roomId).toBe("103");
  });

  it("offers a swap when one stay alone is in the way and both fit", async () => {
    const world = new World(["ana", "101", 2, 5], ["ben", "102", 2, 4]);
    world.choice = { kind: "swap", reservationId: "ben" };
    void world.controller.move(world.stay("ana"), "102", TODAY + 2);
    await world.settle();
    expect(world.conflicts[0]!.swaps).toEqual([{ reservationId: "ben", guestName: "Ben" }]);
    expect([world.where("ana"), world.where("ben")]).toEqual(["102 2..5", "101 2..4"]);
    expect(world.messages.at(-1)!.message).toBe("Ana and Ben exchanged rooms");
    world.messages.at(-1)!.undo!();
    await world.settle();
    expect([world.where("ana"), world.where("ben")]).toEqual(["101 2..5", "102 2..4"]);
  });

  it("takes the server's state after someone else changed the stay", async () => {
    const world = new World(["ana", "101", 2, 5]);
    world.server.changeElsewhere("ana", { status: "HOLD" });
    void world.controller.move(world.stay("ana"), "102", TODAY + 2);
    await world.settle();
    expect(world.where("ana")).toBe("101 2..5");
    expect(world.refreshes).toEqual([undefined]);
    expect(world.messages).toMatchObject([{ kind: "warning", message: expect.stringContaining("changed by someone else") }]);
  });

  it("does not pass another desk's change off as seen: the version is the one picked up", async () => {
    const world = new World(["ana", "101", 2, 5]);
    const seen = world.stay("ana");
    world.server.offline = true;
    void world.controller.move(seen, "102", TODAY + 2);
    await world.settle();
    world.server.changeElsewhere("ana", { status: "HOLD" });
    world.store.load(world.board());
    world.server.offline = false;
    world.controller.queue.retryNow();
    await world.settle();
    expect(world.server.stay("ana").segments[0]!.roomId).toBe("101");
    expect(world.messages.at(-1)!.kind).toBe("warning");
  });
});

describe("a guest in house", () => {
  it("moves only after a yes, and the nights slept stay in the old room", async () => {
    const world = new World(["ana", "101", -2, 3, { status: "CHECKED_IN" }]);
    world.answer = false;
    await world.controller.move(world.stay("ana"), "102", TODAY - 2);
    expect(world.where("ana")).toBe("101 -2..3");
    expect(world.server.received).toEqual([]);
    world.answer = true;
    await world.controller.move(world.stay("ana"), "102", TODAY - 2);
    expect(world.where("ana")).toBe("101 -2..0, 102 0..3");
    await world.settle();
    expect(world.server.received[0]!.body).toMatchObject({ confirm: true });
    expect(world.where("ana")).toBe("101 -2..0, 102 0..3");
  });

  it("is asked about again when the check-in happened at another desk", async () => {
    const world = new World(["ana", "101", 0, 3]);
    world.server.stay("ana").status = "CHECKED_IN";
    void world.controller.move(world.stay("ana"), "102", TODAY);
    await world.settle();
    expect(world.questions.length).toBe(1);
    expect(world.server.stay("ana").segments.at(-1)!.roomId).toBe("102");
  });
});

describe("without a network", () => {
  it("the change waits, is seen to wait, and is sent again with the same key", async () => {
    const world = new World(["ana", "101", 2, 5]);
    world.server.offline = true;
    void world.controller.move(world.stay("ana"), "102", TODAY + 2);
    await world.settle();
    expect(world.where("ana")).toBe("102 2..5");
    expect(world.links.at(-1)).toEqual({ waiting: 1, trouble: "offline" });
    const key = world.store.operations[0]!.key;
    world.controller.queue.retryNow();
    await world.settle();
    world.server.offline = false;
    world.controller.queue.retryNow();
    await world.settle();
    expect(world.server.received.map(({ body }) => body.idempotencyKey)).toEqual([key]);
    expect(world.links.at(-1)).toEqual({ waiting: 0, trouble: "none" });
  });

  it("keeps the order of what was done meanwhile", async () => {
    const world = new World(["ana", "101", 2, 5], ["ben", "102", 2, 5]);
    world.server.offline = true;
    void world.controller.move(world.stay("ana"), "103", TODAY + 2);
    void world.controller.move(world.stay("ben"), "101", TODAY + 2);
    await world.settle();
    world.server.offline = false;
    world.controller.queue.retryNow();
    await world.settle();
    expect([world.where("ana"), world.where("ben")]).toEqual(["103 2..5", "101 2..5"]);
    expect(world.messages.every(({ kind }) => kind === "success")).toBe(true);
  });
});

describe("what cannot be done", () => {
  it("is said before anything is sent", async () => {
    const world = new World(
      ["gone", "101", -4, -1, { status: "CHECKED_OUT" }],
      ["locked", "102", 2, 4, { roomLocked: true }],
      ["ana", "103", 2, 4],
    );
    await world.controller.move(world.stay("gone"), "201", TODAY - 4);
    await world.controller.move(world.stay("locked"), "101", TODAY + 2);
    await world.controller.move(world.stay("ana"), "103", TODAY - 1);
    expect(world.server.received).toEqual([]);
    expect(world.messages.map(({ message }) => message)).toEqual([
      "Departed stays cannot be moved",
      "Locked is locked to room 102. Unlock it first",
      "Arrival cannot be before the business date",
    ]);
  });

  it("undo says so when there is nothing to take back", () => {
    const world = new World(["ana", "101", 2, 5]);
    world.controller.undo();
    expect(world.server.received).toEqual([]);
  });
});
