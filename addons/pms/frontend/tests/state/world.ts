/** A small hotel with a server in memory, for tests of the store and of what a person does with it. */
import type { ConflictChoice, ConflictRequest, Message, Question } from "../../src/state/board-ports";
import { BoardController } from "../../src/state/board-controller";
import { BoardStore } from "../../src/state/board-store";
import { CalendarLanguage } from "../../src/state/calendar-language";
import { decodeBoard } from "../../src/state/decode-board";
import type { Segment } from "../../src/state/model";
import type { LinkState, Pause } from "../../src/state/write-queue";
import { dayFromIso } from "../../src/calendar/layout/days";
import type { DemoHotel, DemoStay } from "../harness/demo-hotel";
import { DemoServer } from "../harness/demo-server";
import { compactWeek } from "../harness/demo-week";

export const TODAY = dayFromIso("2027-03-15");

/** "ana" in room 101 from day 2 to 5 and so on; days count from the business date. */
export type StayPlan = [id: string, room: string | null, checkIn: number, checkOut: number, change?: Partial<DemoStay>];

export function hotelOf(stays: readonly StayPlan[]): DemoHotel {
  const roomTypes = [
    { id: "double", code: "DBL", name: "Double" },
    { id: "suite", code: "STE", name: "Suite" },
  ];
  const room = (number: string, roomTypeId: string): DemoHotel["rooms"][number] => {
    return { id: number, number, roomTypeId, floor: number.charAt(0), condition: "CLEAN" };
  };
  const rooms = [room("101", "double"), room("102", "double"), room("103", "double"), room("201", "suite")];
  const entries = stays.map(([id, roomId, from, to, change = {}]): [string, DemoStay] => {
    const stay: DemoStay = {
      id,
      version: 1,
      roomTypeId: "double",
      segments: [{ id: `${id}-1`, roomId, start: TODAY + from, end: TODAY + to }],
      checkIn: TODAY + from,
      checkOut: TODAY + to,
      status: "CONFIRMED",
      guestName: id.charAt(0).toUpperCase() + id.slice(1),
      sourceType: "DIRECT",
      adults: 2,
      children: 0,
      roomLocked: false,
      balanceDue: false,
      ...change,
    };
    return [id, stay];
  });
  const closures = [{ blockId: "paint", roomId: "103", start: TODAY + 8, end: TODAY + 10, reason: "Painting" }];
  return { roomTypes, rooms, stays: new Map(entries), closures };
}

export class World {
  readonly server: DemoServer;
  readonly store: BoardStore;
  readonly controller: BoardController;
  readonly messages: Message[] = [];
  readonly questions: Question[] = [];
  readonly conflicts: ConflictRequest[] = [];
  readonly links: LinkState[] = [];
  readonly refreshes: (number | undefined)[] = [];
  answer = true;
  choice: ConflictChoice = { kind: "none" };
  private retry = (): void => undefined;

  constructor(...stays: StayPlan[]) {
    this.server = new DemoServer(hotelOf(stays), TODAY);
    this.store = new BoardStore(this.board(), TODAY);
    const pause: Pause = { wait: () => new Promise((resolve) => (this.retry = resolve)), wake: () => this.retry() };
    this.controller = new BoardController({
      store: this.store,
      api: this.server,
      language: new CalendarLanguage("en-GB"),
      refresh: (minSeq) => this.refreshes.push(minSeq),
      onLink: (state) => this.links.push(state),
      pause,
      ports: {
        ask: async (question) => {
          this.questions.push(question);
          return this.answer;
        },
        chooseAlternative: async (request) => {
          this.conflicts.push(request);
          return this.choice;
        },
        toast: (message) => this.messages.push(message),
        say: () => undefined,
      },
    });
  }

  board(): ReturnType<typeof decodeBoard> {
    return decodeBoard(compactWeek(this.server.hotel, TODAY - 3, 20, this.server.seq));
  }

  stay(id: string): Segment {
    return this.store.segmentsOf(id).at(-1)!;
  }

  /** "101 2-5 3" or "- 2-5": room, days from the business date, pending mark. */
  where(id: string): string {
    return this.store
      .segmentsOf(id)
      .map(({ roomId, start, end }) => `${roomId ?? "-"} ${start - TODAY}..${end - TODAY}`)
      .join(", ");
  }

  /** Lets everything that is on its way arrive. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < 30; turn += 1) await Promise.resolve();
  }
}
