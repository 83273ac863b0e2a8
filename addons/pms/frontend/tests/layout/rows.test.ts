import { describe, expect, it } from "vitest";
import { stack } from "../../src/calendar/layout/lanes";
import { heightOfRow, planHeight, planRows, rowIndexAt } from "../../src/calendar/layout/rows";
import { firstOverlap, insertSorted, spanAt } from "../../src/calendar/layout/spans";
import { chipWords, cutText } from "../../src/calendar/layout/text-fit";
import { stillCovers, windowFor } from "../../src/calendar/layout/window";

const metrics = { groupHeight: 30, roomHeight: 36, laneLevelHeight: 28, emptyLaneHeight: 20 };
const plan = planRows(
  [
    { roomTypeId: "double", roomIds: ["1", "2"], collapsed: false, laneLevels: 2 },
    { roomTypeId: "suite", roomIds: ["9"], collapsed: true, laneLevels: 1 },
    { roomTypeId: "twin", roomIds: ["5"], collapsed: false, laneLevels: 0 },
  ],
  metrics,
);

describe("rows", () => {
  it("stand header, lane, rooms; a collapsed group is its header alone", () => {
    expect(plan.rows.map((row) => row.key)).toEqual(["group:double", "lane:double", "1", "2", "group:suite", "group:twin", "lane:twin", "5"]);
    expect(plan.tops).toEqual([0, 30, 90, 126, 162, 192, 222, 242, 278]);
    expect(planHeight(plan)).toBe(278);
    expect(heightOfRow(plan, 1)).toBe(60);
  });

  it("are found at every pixel", () => {
    for (let y = 0; y < 278; y += 1) {
      const index = rowIndexAt(plan, y);
      expect(plan.tops[index]! <= y && y < plan.tops[index + 1]!).toBe(true);
    }
    expect(rowIndexAt(plan, -10)).toBe(0);
    expect(rowIndexAt(plan, 9999)).toBe(7);
  });
});

describe("spans", () => {
  const room = [
    { start: 1, end: 3 },
    { start: 3, end: 4 },
    { start: 8, end: 12 },
  ];

  it("agree with looking at every span, for all nights", () => {
    for (let start = -1; start < 14; start += 1) {
      for (let end = start + 1; end < 15; end += 1) {
        const expected = room.find((span) => span.start < end && start < span.end) ?? null;
        expect(firstOverlap(room, start, end)).toBe(expected);
      }
    }
  });

  it("leave out the stay that is being moved", () => {
    expect(firstOverlap(room, 2, 4, (span) => span === room[0])).toBe(room[1]);
    expect(spanAt(room, 4)).toBeNull();
  });

  it("are inserted in order", () => {
    const spans = [{ start: 1, end: 2 }, { start: 5, end: 6 }];
    insertSorted(spans, { start: 3, end: 4 });
    insertSorted(spans, { start: 0, end: 1 });
    expect(spans.map(({ start }) => start)).toEqual([0, 1, 3, 5]);
  });

  it("stack into as many levels as overlap at once", () => {
    const spans = [{ start: 1, end: 4 }, { start: 2, end: 3 }, { start: 3, end: 5 }, { start: 4, end: 6 }];
    expect(stack(spans)).toEqual({ levels: [0, 1, 1, 0], levelCount: 2 });
    expect(stack([{ start: 1, end: 1 }, { start: 1, end: 1 }]).levelCount).toBe(2);
  });
});

describe("the drawn window", () => {
  const tall = planRows([{ roomTypeId: "t", roomIds: Array.from({ length: 500 }, (_, index) => `${index}`), collapsed: false, laneLevels: 0 }], metrics);
  const scale = { firstDay: 0, dayCount: 30, columnWidth: 60 };
  const viewport = { top: 3600, left: 300, width: 1200, height: 720 };

  it("holds the rows and columns in sight and a few around", () => {
    const drawn = windowFor(tall, scale, viewport, 0);
    expect(drawn.firstColumn).toBe(4);
    expect(drawn.lastColumn).toBe(25);
    expect(drawn.lastRow - drawn.firstRow).toBeLessThan(32);
    expect(tall.tops[drawn.firstRow]!).toBeLessThan(3600);
    expect(tall.tops[drawn.lastRow + 1]!).toBeGreaterThan(4320);
  });

  it("reaches further ahead the faster one scrolls, and is bare when nobody can read", () => {
    const calm = windowFor(tall, scale, viewport, 0);
    const down = windowFor(tall, scale, viewport, 200);
    expect(down.lastRow).toBeGreaterThan(calm.lastRow);
    expect(down.firstRow).toBe(calm.firstRow);
    const fast = windowFor(tall, scale, viewport, 900);
    expect(fast.fast).toBe(true);
    expect(tall.tops[fast.firstRow]!).toBeGreaterThan(4320);
  });

  it("is left alone while it covers what is seen", () => {
    const drawn = windowFor(tall, scale, viewport, 0);
    const little = windowFor(tall, scale, { ...viewport, top: 3660 }, 0);
    const far = windowFor(tall, scale, { ...viewport, top: 3900 }, 0);
    expect(stillCovers(drawn, little, tall.rows.length)).toBe(true);
    expect(stillCovers(drawn, far, tall.rows.length)).toBe(false);
    const end = planHeight(tall) - viewport.height;
    const nearEnd = windowFor(tall, scale, { ...viewport, top: end - 200 }, 0);
    expect(stillCovers(nearEnd, windowFor(tall, scale, { ...viewport, top: end }, 0), tall.rows.length)).toBe(false);
    expect(stillCovers(drawn, windowFor(tall, scale, { ...viewport, left: 400 }, 0), tall.rows.length)).toBe(false);
  });
});

describe("chip texts", () => {
  const tenPixels = (): number => 10;

  const said = (...args: Parameters<typeof chipWords>): string => {
    const { name, note } = chipWords(...args);
    return name + note;
  };

  it("say as much as fits", () => {
    expect(said("Ana Silva", ["Hold", "2+1"], 400, tenPixels)).toBe("Ana Silva · Hold · 2+1");
    expect(said("Ana Silva", ["Hold", "2+1"], 180, tenPixels)).toBe("Ana Silva · Hold");
    expect(said("Ana Silva", ["Hold"], 90, tenPixels)).toBe("Ana Silva");
    expect(said("Ana Silva", ["Hold"], 60, tenPixels)).toBe("Silva");
    expect(said("Ana Kowalski", ["Hold"], 60, tenPixels)).toBe("Kowal…");
    expect(said("Ana Silva", ["Hold"], 30, tenPixels)).toBe("Sil");
    expect(said("Ana Silva", ["Hold"], 10, tenPixels)).toBe("");
  });

  it("are never cut inside a character", () => {
    expect(cutText("😀😀😀😀😀😀", 50, tenPixels)).toEqual({ name: "", note: "😀😀😀😀…" });
  });
});
