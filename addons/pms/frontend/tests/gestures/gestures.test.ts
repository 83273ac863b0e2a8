import { beforeEach, describe, expect, it } from "vitest";
import { scrollStep } from "../../src/calendar/gestures/auto-scroll";
import { contentAt, cursorOn, type CursorContext, step, stepPage } from "../../src/calendar/gestures/cursor";
import { type Gesture, type GestureContext, IDLE, type Spot } from "../../src/calendar/gestures/gesture";
import { carry, drop, pickUp, stretch } from "../../src/calendar/gestures/keyboard-gesture";
import { drag, longPress, press, release } from "../../src/calendar/gestures/pointer-gesture";
import type { RowPlan } from "../../src/calendar/layout/rows";
import { arrangeRows, type BoardRows } from "../../src/state/board-rows";
import { Selection } from "../../src/state/selection";
import { type StayPlan, TODAY, World } from "../state/world";

const WIDTH = 100;
const METRICS = { groupHeight: 30, roomHeight: 36, laneLevelHeight: 28, emptyLaneHeight: 20 };
const RANGE = { firstDay: TODAY, dayCount: 14 };

let world: World;
let rows: BoardRows;
let context: GestureContext;
let cursors: CursorContext;

function boardOf(...stays: StayPlan[]): void {
  world = new World(...stays);
  rows = arrangeRows(world.store, new Set(), RANGE, METRICS);
  context = { store: world.store, scale: { ...RANGE, columnWidth: WIDTH }, rows, selection: new Selection(world.store) };
  cursors = { store: world.store, rows, range: RANGE };
}

/** The middle of a night in a row; days count from the business date. */
function spot(key: string, day: number, part = 1): Spot {
  const row = rows.plan.rows[rows.plan.indexByKey.get(key) ?? -1] ?? { kind: "parking" as const, key: "parking" };
  return { row, x: day * WIDTH + WIDTH * part };
}

function grab(id: string, part: "body" | "LEFT" | "RIGHT" = "body"): Gesture {
  const segment = world.stay(id);
  return press({ kind: "chip", segment, part }, spot(world.store.rowKey(segment), segment.start - TODAY), "mouse");
}

beforeEach(() => boardOf(["ana", "101", 2, 5], ["ben", "102", 3, 6], ["eve", null, 1, 3]));

describe("dragging a selection", () => {
  function choose(...ids: string[]): void {
    for (const id of ids) context.selection.toggle(world.stay(id));
  }
  const verdicts = (gesture: Gesture): unknown => gesture.kind === "moving" && gesture.proposal.members?.map(({ roomId, checkIn, verdict }) => [roomId, checkIn - TODAY, verdict.kind]);

  it("takes all as many nights and rooms further; they do not stand in each other's way", () => {
    choose("ana", "ben");
    const moving = drag(grab("ana"), spot("102", 3), 90, context);
    expect(verdicts(moving)).toEqual([["102", 3, "free"], ["103", 4, "free"]]);
    expect(moving).toMatchObject({ proposal: { rowKey: "102", verdict: { kind: "free" } } });
    expect(drag(grab("ana"), spot("102", 2), 90, { ...context, selection: new Selection(world.store) })).toMatchObject({ proposal: { verdict: { kind: "taken" } } });
  });

  it("moves a stay that is not selected alone", () => {
    boardOf(["ana", "101", 2, 5], ["ben", "102", 3, 6], ["joe", "103", 8, 9]);
    choose("ana", "ben");
    expect(drag(grab("joe"), spot("103", 6), 90, context)).toMatchObject({ together: null });
  });

  it("says which stay finds somebody there, or no room at all", () => {
    boardOf(["ana", "101", 2, 5], ["ben", "102", 3, 6], ["joe", "103", 4, 7]);
    choose("ana", "ben");
    expect(drag(grab("ana"), spot("102", 2), 90, context)).toMatchObject({ proposal: { about: { guestName: "Ben" }, verdict: { kind: "taken", by: { guestName: "Joe" } } } });
    expect(drag(grab("ben"), spot("201", 3), 90, context)).toMatchObject({ proposal: { verdict: { kind: "taken", by: { guestName: "Joe" } } } });
    expect(drag(grab("ana"), spot("201", 2), 90, context)).toMatchObject({ proposal: { about: { guestName: "Ben" }, verdict: { kind: "refused", reason: "noSuchRow" } } });
  });

  it("takes all out of their rooms in the lane, and gives rooms one by one", () => {
    choose("ana", "ben", "eve");
    expect(verdicts(drag(grab("ana"), spot("lane:double", 2), 90, context))).toEqual([[null, 2, "free"], [null, 3, "free"], [null, 1, "unchanged"]]);
    expect(drag(grab("eve"), spot("103", 1), 90, context)).toMatchObject({ proposal: { verdict: { kind: "refused", reason: "oneByOne" } } });
  });

  it("goes by the keyboard too, and a stay of it is not stretched meanwhile", () => {
    choose("ana", "ben");
    const { plan } = rows;
    const picked = pickUp(world.stay("ana"), plan, context) as Gesture;
    const carried = carry(carry(picked, "down", plan, context), "right", plan, context);
    expect(verdicts(carried)).toEqual([["102", 3, "free"], ["103", 4, "free"]]);
    expect(stretch(carried, world.stay("ana"), "right", context)).toBe(carried);
    expect(drop(carried)).toMatchObject({ kind: "move", proposal: { members: [{}, {}] } });
  });

  it("is chosen by clicks, and a click on a free cell lets go before it books", () => {
    const segment = world.stay("ana");
    const clicked = press({ kind: "chip", segment, part: "body", choosing: "toggle" }, spot("101", 2), "mouse");
    expect(release(clicked, context)).toMatchObject({ kind: "choose", how: "toggle" });
    const cell = press({ kind: "cell" }, spot("103", 4), "mouse");
    expect(release(cell, context)).toMatchObject({ kind: "create" });
    choose("ana");
    expect(release(cell, context)).toEqual({ kind: "unchoose" });
  });
});

describe("dragging a chip", () => {
  it("moves to another room and other nights; the length stays", () => {
    const moving = drag(grab("ana"), spot("103", 4), 90, context);
    expect(moving).toMatchObject({ kind: "moving", proposal: { rowKey: "103", start: TODAY + 4, end: TODAY + 7, verdict: { kind: "free" } } });
    expect(release(moving, context)).toMatchObject({ kind: "move", proposal: { roomId: "103", checkIn: TODAY + 4 } });
  });

  it("tells before the drop who is there", () => {
    const moving = drag(grab("ana"), spot("102", 2), 90, context);
    expect(moving).toMatchObject({ proposal: { verdict: { kind: "taken", by: { guestName: "Ben" } } } });
  });

  it("never stands in its own way", () => {
    expect(drag(grab("ana"), spot("101", 3), 90, context)).toMatchObject({ proposal: { start: TODAY + 3, verdict: { kind: "free" } } });
  });

  it("is a click when the pointer hardly moved", () => {
    const still = drag(grab("ana"), spot("101", 2), 3, context);
    expect(release(still, context)).toMatchObject({ kind: "open", segment: { guestName: "Ana" } });
  });

  it("draws nothing anew while the pointer stays over the same night and row", () => {
    const moving = drag(grab("ana"), spot("103", 4), 90, context);
    expect(drag(moving, spot("103", 4, 1.2), 95, context)).toBe(moving);
  });

  it("goes to the own lane or the parking row, not to another type's lane", () => {
    expect(drag(grab("ana"), spot("lane:double", 2), 90, context)).toMatchObject({ proposal: { roomId: null, parked: false, verdict: { kind: "free" } } });
    expect(drag(grab("ana"), spot("parking", 2), 90, context)).toMatchObject({ proposal: { roomId: null, parked: true, verdict: { kind: "free" } } });
    expect(drag(grab("ana"), spot("lane:suite", 2), 90, context)).toMatchObject({ proposal: { verdict: { kind: "refused", reason: "otherType" } } });
  });

  it("assigns a stay from the lane", () => {
    const moving = drag(grab("eve"), spot("103", 1), 90, context);
    expect(release(moving, context)).toMatchObject({ kind: "move", proposal: { roomId: "103", checkIn: TODAY + 1, verdict: { kind: "free" } } });
  });

  it("keeps the arrival of a guest who is in house, and only tonight on counts in the new room", () => {
    boardOf(["ana", "101", -2, 3, { status: "CHECKED_IN" }], ["ben", "102", -2, 0, { status: "CHECKED_OUT" }]);
    const moving = drag(grab("ana"), spot("102", 5), 90, context);
    expect(moving).toMatchObject({ proposal: { checkIn: TODAY - 2, start: TODAY, end: TODAY + 3, verdict: { kind: "free" } } });
  });

  it("does not lift a stay that is over, nor one that began to scroll under a finger", () => {
    boardOf(["ana", "101", -2, 0, { status: "CHECKED_OUT" }]);
    expect(drag(grab("ana"), spot("102", 0), 90, context)).toBe(IDLE);
    boardOf(["ana", "101", 2, 5]);
    const touched = press({ kind: "chip", segment: world.stay("ana"), part: "body" }, spot("101", 2), "touch");
    expect(drag(touched, spot("101", 3), 20, context)).toBe(IDLE);
    const lifted = longPress(touched, context);
    expect(lifted.kind).toBe("moving");
    expect(drag(lifted, spot("103", 2), 90, context)).toMatchObject({ proposal: { rowKey: "103" } });
  });
});

describe("pulling an edge", () => {
  it("changes the departure, never under one night", () => {
    const longer = drag(grab("ana", "RIGHT"), spot("101", 4), 200, context);
    expect(release(longer, context)).toMatchObject({ kind: "resize", proposal: { edge: "RIGHT", to: TODAY + 7, verdict: { kind: "free" } } });
    const shortest = drag(grab("ana", "RIGHT"), spot("101", -9), 900, context);
    expect(shortest).toMatchObject({ proposal: { to: TODAY + 3 } });
  });

  it("changes the arrival, not before the business date", () => {
    expect(drag(grab("ana", "LEFT"), spot("101", 1), 90, context)).toMatchObject({ proposal: { edge: "LEFT", to: TODAY + 1 } });
    expect(drag(grab("ana", "LEFT"), spot("101", -1), 300, context)).toMatchObject({ proposal: { verdict: { kind: "refused" } } });
  });

  it("sees the closure behind the last night", () => {
    boardOf(["ana", "103", 5, 7]);
    expect(drag(grab("ana", "RIGHT"), spot("103", 7), 200, context)).toMatchObject({ proposal: { verdict: { kind: "closed" } } });
  });
});

describe("dragging a day use", () => {
  it("sees the closure of its day, but none that begins after it or ends on it", () => {
    boardOf(["ana", "101", 8, 8], ["ben", "102", 7, 7], ["eve", "102", 10, 10]);
    const verdict = (id: string): unknown => drag(grab(id), spot("103", world.stay(id).start - TODAY), 200, context);
    expect(verdict("ana")).toMatchObject({ proposal: { verdict: { kind: "closed" } } });
    expect(verdict("ben")).toMatchObject({ proposal: { verdict: { kind: "free" } } });
    expect(verdict("eve")).toMatchObject({ proposal: { verdict: { kind: "free" } } });
  });
});

describe("empty cells", () => {
  const empty = (key: string, day: number, part?: number): Gesture => press({ kind: "cell" }, spot(key, day, part), "mouse");

  it("a click is one night", () => {
    expect(release(empty("103", 4, 0.7), context)).toMatchObject({ kind: "create", roomId: "103", checkIn: TODAY + 4, checkOut: TODAY + 5 });
  });

  it("a drag takes the nights under it, either way, and stops at a stay", () => {
    const right = drag(empty("103", 4, 0.7), spot("103", 6, 0.5), 200, context);
    expect(release(right, context)).toMatchObject({ checkIn: TODAY + 4, checkOut: TODAY + 7 });
    const left = drag(empty("103", 4, 0.7), spot("103", 2, 0.5), 200, context);
    expect(release(left, context)).toMatchObject({ checkIn: TODAY + 2, checkOut: TODAY + 5 });
    const blocked = drag(empty("101", 0, 0.7), spot("101", 6, 0.5), 600, context);
    expect(release(blocked, context)).toMatchObject({ checkIn: TODAY, checkOut: TODAY + 2 });
    const closed = drag(empty("103", 6, 0.7), spot("103", 12, 0.5), 600, context);
    expect(release(closed, context)).toMatchObject({ checkIn: TODAY + 6, checkOut: TODAY + 8 });
  });

  it("the morning before an arrival still belongs to the free night before", () => {
    expect(release(empty("101", 2, 0.3), context)).toMatchObject({ kind: "create", checkIn: TODAY + 1 });
  });

  it("closed nights and nights gone by make no reservation", () => {
    expect(release(empty("103", 8, 0.8), context)).toMatchObject({ kind: "refused", verdict: { reason: "closedNights" } });
    boardOf(["ana", "101", 2, 5]);
    expect(release(empty("102", -1, 0.7), { ...context, scale: { ...context.scale, firstDay: TODAY - 3 } })).toMatchObject({ kind: "refused" });
  });
});

describe("the keyboard", () => {
  const plan = (): RowPlan => rows.plan;

  it("picks up, carries over rows and nights, drops", () => {
    let gesture = pickUp(world.stay("ana"), plan(), context) as Gesture;
    gesture = carry(gesture, "down", plan(), context);
    expect(gesture).toMatchObject({ proposal: { rowKey: "102", verdict: { kind: "taken" } } });
    gesture = carry(carry(gesture, "down", plan(), context), "right", plan(), context);
    expect(drop(gesture)).toMatchObject({ kind: "move", proposal: { roomId: "103", checkIn: TODAY + 3 } });
  });

  it("passes over group headers and ends at the lane above and the parking row below", () => {
    let gesture = pickUp(world.stay("ana"), plan(), context) as Gesture;
    for (let times = 0; times < 9; times += 1) gesture = carry(gesture, "up", plan(), context);
    expect(gesture).toMatchObject({ proposal: { rowKey: "lane:double" } });
    for (let times = 0; times < 19; times += 1) gesture = carry(gesture, "down", plan(), context);
    expect(gesture).toMatchObject({ proposal: { rowKey: "parking" } });
  });

  it("stretches night by night", () => {
    let gesture = stretch(IDLE, world.stay("ana"), "right", context) as Gesture;
    gesture = stretch(gesture, world.stay("ana"), "right", context) as Gesture;
    expect(drop(gesture)).toMatchObject({ kind: "resize", proposal: { edge: "RIGHT", to: TODAY + 7 } });
    expect(stretch(IDLE, world.stay("ana"), "up", context)).toMatchObject({ proposal: { edge: "LEFT", to: TODAY + 1 } });
  });

  it("refuses to pick up what is over", () => {
    boardOf(["ana", "101", -2, 0, { status: "CHECKED_OUT" }]);
    expect(pickUp(world.stay("ana"), plan(), context)).toMatchObject({ kind: "refused", verdict: { reason: "notMovable" } });
  });
});

describe("the cursor", () => {
  it("takes a stay as one cell, sideways", () => {
    const on = cursorOn(cursors, world.stay("ana"));
    expect(step(cursors, on, "right").day).toBe(TODAY + 5);
    expect(step(cursors, { ...on, day: TODAY + 4 }, "left").day).toBe(TODAY + 1);
    expect(step(cursors, { ...on, day: TODAY + 13 }, "right").day).toBe(TODAY + 13);
  });

  it("walks rows and the levels of a lane", () => {
    boardOf(["eve", null, 1, 3], ["fay", null, 2, 4]);
    const lane = { rowKey: "lane:double", level: 0, day: TODAY + 2 };
    expect(contentAt(cursors, lane)).toMatchObject({ kind: "stay", segment: { guestName: "Eve" } });
    const below = step(cursors, lane, "down");
    expect(contentAt(cursors, below)).toMatchObject({ kind: "stay", segment: { guestName: "Fay" } });
    expect(step(cursors, below, "down").rowKey).toBe("101");
    expect(step(cursors, { rowKey: "101", level: 0, day: TODAY }, "up")).toMatchObject({ rowKey: "lane:double", level: 1 });
    expect(step(cursors, { rowKey: "group:double", level: 0, day: TODAY }, "up").rowKey).toBe("group:double");
    expect(stepPage(cursors, lane, 100).rowKey).toBe("201");
  });

  it("knows closures, headers and free nights", () => {
    const at = (rowKey: string, day: number) => contentAt(cursors, { rowKey, level: 0, day: TODAY + day }).kind;
    expect([at("103", 8), at("group:suite", 0), at("103", 0), at("101", 4)]).toEqual(["closure", "group", "free", "stay"]);
  });
});

describe("scrolling at the edges", () => {
  const box = { left: 100, right: 900, top: 50, bottom: 650 };

  it("is faster the nearer the pointer is, and stops in the middle", () => {
    expect(scrollStep(500, 300, box)).toEqual({ dx: 0, dy: 0 });
    const near = scrollStep(500, 645, box).dy;
    expect(near).toBeGreaterThan(scrollStep(500, 620, box).dy);
    expect(scrollStep(105, 300, box).dx).toBeLessThan(0);
  });
});
