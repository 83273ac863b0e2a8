import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { BoardListener, WeekQuery } from "../../src/api/calendar";
import { type Freshness, LiveBoard } from "../../src/state/live-board";
import { TODAY, World } from "./world";

const TIMING = { live: 30_000, calm: 3000, soon: 250, trouble: 4000, patience: 20_000 };
const RANGE = { firstDay: TODAY - 3, dayCount: 20 };

/** A board that is shown, and every question it asked. */
class Watched {
  readonly world = new World(["ana", "101", 2, 5]);
  readonly asked: WeekQuery[] = [];
  readonly freshness: Freshness[] = [];
  readonly live: LiveBoard;

  constructor() {
    const { server, store } = this.world;
    const fetch = server.fetchCompactWeek.bind(server);
    server.fetchCompactWeek = async (query, options) => {
      this.asked.push(query as WeekQuery);
      return fetch(query, options);
    };
    this.live = new LiveBoard("house", store, server, (freshness) => this.freshness.push(freshness), TIMING);
  }

  get listener(): BoardListener {
    return this.world.server.listeners.at(-1)!;
  }

  async show(): Promise<void> {
    this.live.show(RANGE, []);
    await vi.advanceTimersByTimeAsync(0);
  }

  async changedByAnother(): Promise<void> {
    const { server } = this.world;
    server.hotel.stays.get("ana")!.segments[0]!.roomId = "102";
    server.seq += 1;
    this.listener.onNews(server.seq);
    await vi.advanceTimersByTimeAsync(0);
  }
}

let watched: Watched;

beforeEach(async () => {
  vi.useFakeTimers();
  vi.stubGlobal("document", { hidden: false });
  watched = new Watched();
  await watched.show();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("news is on the board at once", async () => {
  expect(watched.world.where("ana")).toBe("101 2..5");
  await watched.changedByAnother();
  expect(watched.world.where("ana")).toBe("102 2..5");
  expect(watched.asked.at(-1)!.minSeq).toBe(2);
});

test("who is told of news asks seldom, who is not asks every few seconds", async () => {
  await vi.advanceTimersByTimeAsync(TIMING.calm);
  expect(watched.asked).toHaveLength(2);
  watched.listener.onLive(true);
  await vi.advanceTimersByTimeAsync(TIMING.calm);
  expect(watched.asked).toHaveLength(3);
  await vi.advanceTimersByTimeAsync(TIMING.live - 1);
  expect(watched.asked).toHaveLength(3);
  watched.listener.onLive(false);
  await vi.advanceTimersByTimeAsync(TIMING.calm);
  expect(watched.asked).toHaveLength(4);
});

test("news that comes while a question is under way is asked for after it", async () => {
  const { server } = watched.world;
  const fetch = server.fetchCompactWeek;
  let answer = (): void => undefined;
  server.fetchCompactWeek = async (query, options) => {
    const result = await fetch(query, options);
    await new Promise<void>((resolve) => (answer = resolve));
    return result;
  };
  watched.listener.onNews(server.seq);
  await vi.advanceTimersByTimeAsync(0);
  server.seq += 1;
  watched.listener.onNews(server.seq);
  watched.listener.onNews(server.seq);
  expect(watched.asked).toHaveLength(2);
  server.fetchCompactWeek = fetch;
  answer();
  await vi.advanceTimersByTimeAsync(0);
  expect(watched.asked.map((query) => query.minSeq)).toEqual([undefined, 1, 2]);
});

test("a drag is not disturbed by news", async () => {
  watched.live.hold();
  await watched.changedByAnother();
  expect(watched.world.where("ana")).toBe("101 2..5");
  watched.live.release();
  expect(watched.world.where("ana")).toBe("102 2..5");
});

test("nobody listens behind a hidden tab", async () => {
  watched.live.setVisible(false);
  expect(watched.world.server.listeners).toHaveLength(0);
  watched.live.setVisible(true);
  await vi.advanceTimersByTimeAsync(0);
  expect(watched.world.server.listeners).toHaveLength(1);
});

test("who was refused looks every few seconds and asks to listen again later", async () => {
  const refused = watched.listener;
  refused.onLive(false);
  refused.onRefused();
  await vi.advanceTimersByTimeAsync(TIMING.live - 1);
  expect(watched.asked).toHaveLength(10);
  expect(watched.listener).toBe(refused);
  await vi.advanceTimersByTimeAsync(TIMING.calm);
  expect(watched.world.server.listeners).toHaveLength(1);
  expect(watched.listener).not.toBe(refused);
});

test("a stream that fails every second does not keep the board from asking", async () => {
  watched.listener.onLive(true);
  watched.world.server.offline = true;
  for (let second = 0; second < 12; second += 1) {
    watched.listener.onLive(false);
    await vi.advanceTimersByTimeAsync(1000);
  }
  expect(watched.asked).toHaveLength(4);
  expect(watched.freshness.at(-1)).toBe("unreached");
});

test("the end of a stream does not put off a look that is due sooner", async () => {
  watched.listener.onLive(true);
  watched.live.refresh(2);
  watched.listener.onLive(false);
  await vi.advanceTimersByTimeAsync(TIMING.soon);
  expect(watched.asked).toHaveLength(2);
});

test("a refusal of long ago does not end a stream of now", async () => {
  watched.listener.onRefused();
  watched.live.setVisible(false);
  watched.live.setVisible(true);
  await vi.advanceTimersByTimeAsync(0);
  const { listener } = watched;
  await vi.advanceTimersByTimeAsync(TIMING.live + TIMING.calm);
  expect(watched.listener).toBe(listener);
});

test("news does not hurry a board that does not reach the server", async () => {
  watched.world.server.offline = true;
  await watched.changedByAnother();
  expect(watched.asked).toHaveLength(2);
  for (let message = 0; message < 5; message += 1) watched.listener.onNews(10 + message);
  await vi.advanceTimersByTimeAsync(TIMING.trouble - 1);
  expect(watched.asked).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1);
  expect(watched.asked).toHaveLength(3);
});

test("an answer that never comes is given up, and asked for again", async () => {
  const { server } = watched.world;
  const fetch = server.fetchCompactWeek;
  server.fetchCompactWeek = (_query, { signal }: { signal?: AbortSignal } = {}) =>
    new Promise((_resolve, reject) => signal?.addEventListener("abort", () => reject(new Error("aborted"))));
  watched.listener.onNews(server.seq);
  await vi.advanceTimersByTimeAsync(0);
  server.fetchCompactWeek = fetch;
  await vi.advanceTimersByTimeAsync(TIMING.patience + TIMING.trouble);
  expect(watched.asked).toHaveLength(2);
});
