/** The calendar API over a made-up hotel in memory, with the contract's rules as far as the board needs them. */
import type { BoardListener } from "../../src/api/calendar";
import type { Result } from "../../src/api/http";
import type {
  Alternative,
  CompactWeek,
  MoveAnswer,
  MoveRequest,
  MovesAnswer,
  MovesRequest,
  Problem,
  Reservation,
  ResizeRequest,
  Segment,
  SwapAnswer,
  SwapRequest,
  UndoAnswer,
  UndoRequest,
} from "../../src/api/types";
import { dayFromIso, isoFromDay } from "../../src/calendar/layout/days";
import type { BoardApi } from "../../src/state/write-requests";
import { compactWeek } from "./demo-week";
import type { DemoHotel, DemoStay } from "./demo-hotel";

type Placement = Pick<DemoStay, "segments" | "checkIn" | "checkOut">;

export class DemoServer implements BoardApi {
  seq = 1;
  /** Requests that got through, oldest first. */
  readonly received: { command: string; body: { idempotencyKey: string } }[] = [];
  /** While true, nothing gets through. */
  offline = false;
  private readonly answers = new Map<string, Result<unknown>>();
  private readonly undoable = new Map<string, { stays: Map<string, Placement>; versions: Map<string, number> }>();

  constructor(
    readonly hotel: DemoHotel,
    private readonly today: number,
  ) {}

  /** Who listens for news; tests tell them themselves. */
  readonly listeners: BoardListener[] = [];

  follow(_propertyId: string, _since: number, listener: BoardListener): () => void {
    this.listeners.push(listener);
    return () => void this.listeners.splice(this.listeners.indexOf(listener), 1);
  }

  async fetchCompactWeek(
    { start, days }: { propertyId: string; start: string; days: number },
    { ifNoneMatch }: { ifNoneMatch?: string; signal?: AbortSignal } = {},
  ): Promise<Result<CompactWeek | undefined>> {
    if (this.offline) return { ok: false, offline: true };
    const etag = `"${this.seq}-${start}-${days}"`;
    if (ifNoneMatch === etag) return { ok: true, value: undefined, status: 304, etag };
    return { ok: true, value: compactWeek(this.hotel, dayFromIso(start), days, this.seq), status: 200, etag };
  }

  move(body: MoveRequest): Promise<Result<MoveAnswer>> {
    return this.once("move", body, () => {
      const stay = this.stay(body.reservationId);
      const { roomId } = body.to;
      const checkIn = dayFromIso(body.to.checkInDate);
      if (stay.status === "CHECKED_IN" && body.confirm !== true) return refusal("CONFIRMATION_REQUIRED", "The guest is in house.");
      const from = stay.status === "CHECKED_IN" ? Math.max(stay.checkIn, this.today) : checkIn;
      const end = checkIn + stay.checkOut - stay.checkIn;
      const moved = { id: `${stay.id}-${this.seq}`, roomId, start: from, end };
      const slept = from > checkIn ? [{ ...stay.segments[0]!, end: from }] : [];
      return this.place(stay, body.from.version, { segments: [...slept, moved], checkIn, checkOut: end });
    });
  }

  moveTogether(body: MovesRequest): Promise<Result<MovesAnswer>> {
    return this.once("moves", body, () => {
      const stays = body.moves.map(({ reservationId }) => this.stay(reservationId));
      if (body.moves.some(({ from }, index) => from.version !== stays[index]!.version)) return conflict();
      if (body.confirm !== true && stays.some(({ status }) => status === "CHECKED_IN")) return refusal("CONFIRMATION_REQUIRED", "A guest is in house.");
      const wanted = body.moves.map(({ to }, index): Placement => {
        const stay = stays[index]!;
        const checkIn = dayFromIso(to.checkInDate);
        const checkOut = checkIn + stay.checkOut - stay.checkIn;
        return { checkIn, checkOut, segments: [{ id: `${stay.id}-${this.seq}`, roomId: to.roomId, start: checkIn, end: checkOut }] };
      });
      for (const [index, stay] of stays.entries()) {
        const clash = this.inTheWay(stay, wanted[index]!.segments[0]!, stays);
        if (clash !== undefined) return this.noRoomTogether(stay, wanted[index]!, clash);
      }
      const undo = this.remember(stays);
      stays.forEach((stay, index) => Object.assign(stay, wanted[index]));
      this.written(undo, stays);
      const reservations = stays.map((stay) => this.reservation(stay));
      return done({ reservations, segments: stays.flatMap((stay) => this.segments(stay)), seq: this.seq, undo });
    });
  }

  resize(body: ResizeRequest): Promise<Result<MoveAnswer>> {
    return this.once("resize", body, () => {
      const stay = this.stay(body.reservationId);
      const checkIn = "checkInDate" in body.to ? dayFromIso(body.to.checkInDate) : stay.checkIn;
      const checkOut = "checkOutDate" in body.to ? dayFromIso(body.to.checkOutDate) : stay.checkOut;
      const last = stay.segments.length - 1;
      const segments = stay.segments.map((segment, index) => ({
        ...segment,
        start: index === 0 ? checkIn : segment.start,
        end: index === last ? checkOut : segment.end,
      }));
      return this.place(stay, body.from.version, { segments, checkIn, checkOut });
    });
  }

  swap(body: SwapRequest): Promise<Result<SwapAnswer>> {
    return this.once("swap", body, () => {
      const first = this.stay(body.first.reservationId);
      const second = this.stay(body.second.reservationId);
      if (first.version !== body.first.version || second.version !== body.second.version) return conflict();
      const undo = this.remember([first, second]);
      const rooms = [first.segments[0]!.roomId, second.segments[0]!.roomId] as const;
      first.segments = first.segments.map((segment) => ({ ...segment, roomId: rooms[1] }));
      second.segments = second.segments.map((segment) => ({ ...segment, roomId: rooms[0] }));
      this.written(undo, [first, second]);
      const reservations: [Reservation, Reservation] = [this.reservation(first), this.reservation(second)];
      return done({ reservations, segments: [...this.segments(first), ...this.segments(second)], seq: this.seq, undo });
    });
  }

  undo(body: UndoRequest): Promise<Result<UndoAnswer>> {
    return this.once("undo", body, () => {
      const step = this.undoable.get(body.token);
      if (step === undefined) return refusal("NOT_FOUND", "This can no longer be undone.", 404);
      const stays = [...step.stays.keys()].map((id) => this.stay(id));
      if (stays.some((stay) => stay.version !== step.versions.get(stay.id))) return conflict();
      for (const stay of stays) {
        Object.assign(stay, step.stays.get(stay.id));
        stay.version += 1;
      }
      this.seq += 1;
      this.undoable.delete(body.token);
      const segments = stays.flatMap((stay) => this.segments(stay));
      const [reservation, ...others] = stays.map((stay) => this.reservation(stay));
      const told = others.length === 0 ? { reservation: reservation! } : { reservations: [reservation!, ...others] };
      return done({ ...told, segments, seq: this.seq } as UndoAnswer);
    });
  }

  /** Another desk changes a stay. */
  changeElsewhere(id: string, change: Partial<DemoStay>): void {
    const stay = this.stay(id);
    Object.assign(stay, change);
    stay.version += 1;
    this.seq += 1;
  }

  stay(id: string): DemoStay {
    const stay = this.hotel.stays.get(id);
    if (stay === undefined) throw new RangeError(`No reservation ${id}`);
    return stay;
  }

  /** Replays a stored answer for a key seen before. */
  private async once<T>(command: string, body: { idempotencyKey: string }, run: () => Result<T>): Promise<Result<T>> {
    await Promise.resolve();
    if (this.offline) return { ok: false, offline: true };
    this.received.push({ command, body });
    const stored = this.answers.get(body.idempotencyKey);
    if (stored !== undefined) return stored as Result<T>;
    const answer = run();
    this.answers.set(body.idempotencyKey, answer);
    return answer;
  }

  private place(stay: DemoStay, version: number, wanted: Placement): Result<MoveAnswer> {
    if (stay.version !== version) return conflict();
    const clash = wanted.segments.map((segment) => this.inTheWay(stay, segment)).find((other) => other !== undefined);
    if (clash !== undefined) return this.noRoom(stay, wanted, clash);
    const undo = this.remember([stay]);
    Object.assign(stay, wanted);
    this.written(undo, [stay]);
    return done({ reservation: this.reservation(stay), segments: this.segments(stay), seq: this.seq, undo });
  }

  private inTheWay(stay: DemoStay, { roomId, start, end }: DemoStay["segments"][number], together = [stay]): DemoStay | undefined {
    if (roomId === null) return undefined;
    return [...this.hotel.stays.values()].find((other) => {
      return !together.includes(other) && other.segments.some((one) => one.roomId === roomId && one.start < end && start < one.end);
    });
  }

  private noRoomTogether(stay: DemoStay, wanted: Placement, clash: DemoStay): Result<MovesAnswer> {
    const refused = this.noRoom(stay, wanted, clash);
    if (refused.ok || refused.offline) throw new RangeError("A clash is a refusal");
    const { code, detail } = refused.problem;
    const members = [{ reservationId: stay.id, confirmationNumber: stay.id, code, detail }];
    return { ...refused, problem: { ...refused.problem, members } };
  }

  private noRoom(stay: DemoStay, wanted: Placement, clash: DemoStay): Result<MoveAnswer> {
    const last = wanted.segments.at(-1)!;
    const room = this.hotel.rooms.find(({ id }) => id === last.roomId)!;
    const problem = problemOf("ROOM_ALREADY_BOOKED", `Room ${room.number} is taken by ${clash.guestName} on these nights.`, 409);
    const block = { startDate: isoFromDay(clash.checkIn), endDate: isoFromDay(clash.checkOut), guestName: clash.guestName };
    const conflicts = [{ reservationId: clash.id, kind: "RESERVATION" as const, roomId: room.id, ...block }];
    return { ok: false, offline: false, problem: { ...problem, conflicts, alternatives: this.alternatives(stay, last) } };
  }

  private alternatives(stay: DemoStay, wanted: DemoStay["segments"][number]): Alternative[] {
    const own = stay.segments.at(-1)?.roomId;
    const free = this.hotel.rooms.filter((room) => room.id !== own && this.inTheWay(stay, { ...wanted, roomId: room.id }) === undefined);
    const sameTypeFirst = free.sort((one, other) => Number(other.roomTypeId === stay.roomTypeId) - Number(one.roomTypeId === stay.roomTypeId));
    return sameTypeFirst.slice(0, 5).map((room, index): Alternative => {
      const dates = { checkInDate: isoFromDay(wanted.start), checkOutDate: isoFromDay(wanted.end) };
      const reason = room.roomTypeId === stay.roomTypeId ? "Same room type, same nights" : "Other room type, same nights";
      return { roomId: room.id, number: room.number, roomTypeId: room.roomTypeId, ...dates, score: 100 - index, reason };
    });
  }

  private remember(stays: DemoStay[]): { token: string; expiresAt: string } {
    const token = `undo-${this.seq}`;
    const before = stays.map((stay) => [stay.id, { segments: stay.segments, checkIn: stay.checkIn, checkOut: stay.checkOut }] as const);
    this.undoable.set(token, { stays: new Map(before), versions: new Map() });
    return { token, expiresAt: "2999-01-01T00:00:00Z" };
  }

  private written(undo: { token: string }, stays: DemoStay[]): void {
    for (const stay of stays) {
      stay.version += 1;
      this.undoable.get(undo.token)!.versions.set(stay.id, stay.version);
    }
    this.seq += 1;
  }

  private segments(stay: DemoStay): Segment[] {
    return stay.segments.map((segment): Segment => {
      return {
        id: segment.id,
        reservationId: stay.id,
        version: stay.version,
        roomId: segment.roomId,
        checkInDate: isoFromDay(stay.checkIn),
        checkOutDate: isoFromDay(stay.checkOut),
        segmentStart: isoFromDay(segment.start),
        segmentEnd: isoFromDay(segment.end),
        status: stay.status,
        guestName: stay.guestName,
        sourceType: stay.sourceType,
        adults: stay.adults,
        children: stay.children,
        roomLocked: stay.roomLocked,
        balanceDue: stay.balanceDue ? { amount: 5000, currency: "EUR" } : null,
        colorKey: stay.status,
      };
    });
  }

  private reservation(stay: DemoStay): Reservation {
    const { id, version, roomTypeId, status } = stay;
    return { id, version, roomTypeId, status } as Reservation;
  }
}

function done<T>(value: T): Result<T> {
  return { ok: true, value, status: 200 };
}

function conflict<T>(): Result<T> {
  return refusal("CONCURRENCY_CONFLICT", "Someone else changed this reservation.");
}

function refusal<T>(code: string, detail: string, status = 409): Result<T> {
  return { ok: false, offline: false, problem: problemOf(code, detail, status) };
}

function problemOf(code: string, detail: string, status: number): Problem {
  return { type: "about:blank", title: "Not possible", status, detail, code, correlationId: "demo" };
}
