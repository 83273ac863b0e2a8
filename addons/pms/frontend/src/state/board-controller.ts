import { newIdempotencyKey } from "../api/http";
import type { Money, Problem, RoomWarning } from "../api/types";
import { type Day, dayFromIso, isoFromDay } from "../calendar/layout/days";
import type { BoardPorts } from "./board-ports";
import type { BoardStore } from "./board-store";
import type { CalendarLanguage } from "./calendar-language";
import { type Change, type Move, type MoveTogether, reservationsOf } from "./changes";
import { canSwap, judgeMove, type Verdict } from "./legality";
import type { Segment } from "./model";
import { newOperation, type Operation } from "./operation";
import { refusalWords } from "./refusals";
import { roomWords } from "./stay-words";
import { type Destination, judgeTogether, MOST_TOGETHER, verdictOnAll } from "./together";
import { inHouseTogetherQuestion, inTheWayWords, movedTogetherWords, refusedTogetherWords, tooManyWords } from "./together-words";
import { t } from "../language/translate";
import { UndoHistory, type UndoStep } from "./undo-history";
import { type LinkState, type Pause, WriteQueue } from "./write-queue";
import type { BoardApi, WriteAnswer } from "./write-requests";

/** Refusals for which the server offers other rooms. */
const NO_ROOM: ReadonlySet<string> = new Set(["ROOM_ALREADY_BOOKED", "ROOM_OUT_OF_ORDER", "NO_AVAILABILITY"]);

export interface ControllerOptions {
  readonly store: BoardStore;
  readonly api: BoardApi;
  readonly ports: BoardPorts;
  readonly language: CalendarLanguage;
  /** Asks for a fresh board, one that contains event `minSeq` when it is given. */
  readonly refresh: (minSeq?: number) => void;
  readonly onLink: (state: LinkState) => void;
  readonly pause?: Pause;
  readonly now?: () => Date;
}

/** What a person can do to the stays on the board: shown at once, sent in order, and always with an answer. */
export class BoardController {
  readonly queue: WriteQueue;
  private readonly history = new UndoHistory();
  private readonly store: BoardStore;
  private readonly ports: BoardPorts;

  constructor(private readonly options: ControllerOptions) {
    this.store = options.store;
    this.ports = options.ports;
    const { onLink } = options;
    const listener = {
      onConfirmed: (operation: Operation, answer: WriteAnswer) => this.onConfirmed(operation, answer),
      onRefused: (operation: Operation, problem: Problem) => void this.onRefused(operation, problem),
      onLink,
    };
    this.queue = new WriteQueue(options.store, options.api, listener, options.pause);
  }

  /** Moves a stay; asks first when the guest is in house. A drop on a taken room goes to the server for alternatives. */
  async move(segment: Segment, roomId: string | null, checkIn: Day, parked = false): Promise<void> {
    const verdict = judgeMove(this.store, segment, roomId, checkIn);
    if (verdict.kind === "refused") return this.tellRefusal(segment, verdict);
    if (verdict.kind === "unchanged") return this.store.setParked(segment.reservationId, parked);
    const inHouse = segment.status === "CHECKED_IN";
    if (inHouse && !(await this.ports.ask(this.inHouseQuestion(segment, roomId)))) {
      return this.ports.say(t("{guest} put back", { guest: segment.guestName }));
    }
    this.store.setParked(segment.reservationId, parked && roomId === null);
    const change: Change = { kind: "move", reservationId: segment.reservationId, toRoomId: roomId, toCheckIn: checkIn };
    this.submit(change, { optimistic: verdict.kind === "free", confirmed: inHouse });
  }

  /** Moves stays together, all or none; asks first when guests in house change rooms. */
  async moveTogether(destinations: readonly Destination[], parked = false): Promise<void> {
    const { store, ports } = this;
    if (destinations.length > MOST_TOGETHER) return ports.toast({ message: tooManyWords(), kind: "info" });
    const members = judgeTogether(store, destinations, parked);
    const { verdict, about } = verdictOnAll(members);
    if (verdict.kind !== "free" && verdict.kind !== "unchanged") return ports.toast({ message: inTheWayWords(store, members, about, verdict), kind: "warning" });
    const inHouse = members.filter(({ segment, verdict: { kind } }) => segment.status === "CHECKED_IN" && kind === "free");
    if (inHouse.length > 0 && !(await ports.ask(inHouseTogetherQuestion(inHouse.length)))) return ports.say(t("Nothing was moved"));
    for (const { segment, roomId } of members) store.setParked(segment.reservationId, parked && roomId === null);
    if (verdict.kind === "unchanged") return;
    const moves = members.map(({ segment, roomId, checkIn }): Move => {
      return { kind: "move", reservationId: segment.reservationId, toRoomId: roomId ?? null, toCheckIn: checkIn };
    });
    const change: Change = moves.length === 1 ? moves[0]! : { kind: "moves", moves };
    this.submit(change, { optimistic: true, confirmed: inHouse.length > 0 });
  }

  /** Gives a stay a new arrival (LEFT) or departure (RIGHT). */
  resize(segment: Segment, edge: "LEFT" | "RIGHT", to: Day, verdict: Verdict): void {
    if (verdict.kind === "refused") return this.tellRefusal(segment, verdict);
    if (verdict.kind === "unchanged") return;
    const change: Change = { kind: "resize", reservationId: segment.reservationId, edge, to };
    this.submit(change, { optimistic: verdict.kind === "free", confirmed: false });
  }

  /** Lets two stays exchange their rooms. */
  swap(first: Segment, second: Segment): void {
    if (first.roomId === null || second.roomId === null) return;
    const change: Change = {
      kind: "swap",
      first: { reservationId: first.reservationId, roomId: first.roomId },
      second: { reservationId: second.reservationId, roomId: second.roomId },
    };
    this.submit(change, { optimistic: canSwap(this.store, first, second), confirmed: false });
  }

  /** Takes back the last change, or the one of a toast. */
  undo(token?: string): void {
    const step = this.history.take((this.options.now ?? (() => new Date()))(), token);
    if (step === null) return this.ports.say(t("Nothing to undo"));
    this.submit({ kind: "restore", token: step.token, segments: step.segments }, { optimistic: true, confirmed: false });
  }

  /** Says why a stay cannot go where the user wants it. */
  tellRefusal(segment: Segment | null, verdict: Extract<Verdict, { kind: "refused" }>): void {
    this.ports.toast({ message: refusalWords(this.store, segment, verdict.reason), kind: "info" });
  }

  private submit(change: Change, options: { optimistic: boolean; confirmed: boolean }): void {
    const operation = newOperation(newIdempotencyKey(), change, (id) => this.store.segmentsOf(id), options);
    this.queue.add(operation);
  }

  private onConfirmed(operation: Operation, answer: WriteAnswer): void {
    this.options.refresh(answer.seq);
    const message = this.successWords(operation, answer);
    const { undo, warnings } = answer;
    if (undo === null) return this.ports.toast({ message, kind: "success" });
    const step: UndoStep = { token: undo.token, expiresAt: undo.expiresAt, segments: operation.before };
    this.history.push(step);
    this.ports.toast({ message, kind: "success", undo: () => this.undo(undo.token) });
    // One message for all, for the undo must stay on the screen.
    if (warnings.length > 0) this.ports.toast({ message: warnings.map((each) => this.warningWords(each)).join(". "), kind: "warning" });
  }

  private async onRefused(operation: Operation, problem: Problem): Promise<void> {
    const { change } = operation;
    if (change.kind === "moves") return this.onRefusedTogether(operation, change, problem);
    const segment = operation.before.get(reservationsOf(change)[0] ?? "")?.at(-1);
    if (segment === undefined) return;
    if (problem.code === "CONCURRENCY_CONFLICT") {
      this.options.refresh();
      return this.ports.toast({ message: t("{guest} was changed by someone else. The board shows the latest state", { guest: segment.guestName }), kind: "warning" });
    }
    if (problem.code === "CONFIRMATION_REQUIRED" && change.kind === "move") {
      this.options.refresh();
      if (!(await this.ports.ask(this.inHouseQuestion(segment, change.toRoomId)))) return;
      return this.submit(change, { optimistic: true, confirmed: true });
    }
    if (NO_ROOM.has(problem.code) && (change.kind === "move" || change.kind === "resize")) {
      this.options.refresh();
      return this.offerAlternatives(segment, change, problem);
    }
    this.options.refresh();
    const detail = problem.detail || problem.title;
    this.ports.toast({ message: t("{guest} was put back. {detail}", { guest: segment.guestName, detail }), kind: "danger" });
  }

  private async onRefusedTogether({ before }: Operation, change: MoveTogether, problem: Problem): Promise<void> {
    this.options.refresh();
    if (problem.code === "CONFIRMATION_REQUIRED") {
      if (!(await this.ports.ask(inHouseTogetherQuestion(problem.members?.length ?? 1)))) return;
      return this.submit(change, { optimistic: true, confirmed: true });
    }
    this.ports.toast({ message: refusedTogetherWords(this.store, before, problem), kind: problem.code === "CONCURRENCY_CONFLICT" ? "warning" : "danger" });
  }

  private async offerAlternatives(segment: Segment, change: Change, problem: Problem): Promise<void> {
    const wanted = wantedStay(segment, change);
    const roomNumber = wanted.roomId === null ? undefined : this.store.room(wanted.roomId)?.number;
    const swaps = this.swapsFor(segment, change, problem);
    const { conflicts = [] } = problem;
    const choice = await this.ports.chooseAlternative({
      guestName: segment.guestName,
      ...(roomNumber === undefined ? {} : { roomNumber }),
      checkInDate: isoFromDay(wanted.checkIn),
      checkOutDate: isoFromDay(wanted.checkOut),
      ...(conflicts.length === 0 ? { detail: problem.detail } : {}),
      conflicts,
      alternatives: problem.alternatives ?? [],
      swaps: swaps.map(({ reservationId, guestName }) => ({ reservationId, guestName })),
      roomTypeName: (id) => this.store.roomType(id)?.name,
    });
    const now = this.store.segmentsOf(segment.reservationId).at(-1) ?? segment;
    if (choice.kind === "alternative") {
      const { roomId, checkInDate } = choice.alternative;
      await this.move(now, roomId, dayFromIso(checkInDate));
    } else if (choice.kind === "swap") {
      const other = swaps.find(({ reservationId }) => reservationId === choice.reservationId);
      if (other !== undefined) this.swap(now, other);
    }
  }

  /** A swap is offered when the dates stay and one stay alone is in the way. */
  private swapsFor(segment: Segment, change: Change, problem: Problem): Segment[] {
    if (change.kind !== "move" || change.toCheckIn !== segment.checkIn) return [];
    const ids = new Set((problem.conflicts ?? []).map((conflict) => conflict.reservationId));
    const [id] = ids;
    if (ids.size !== 1 || id === undefined) return [];
    const other = this.store.segmentsOf(id)[0];
    return other !== undefined && canSwap(this.store, segment, other) ? [other] : [];
  }

  private inHouseQuestion(segment: Segment, roomId: string | null): Parameters<BoardPorts["ask"]>[0] {
    const { store, options } = this;
    const room = roomId === null ? "" : (store.room(roomId)?.number ?? "");
    const date = options.language.fullDate(Math.max(segment.start, store.businessDate));
    return {
      title: t("Move an in-house guest?"),
      message: t("{guest} is in house. From {date} the stay continues in room {room}; the nights already slept stay where they were and the old room becomes dirty.", { guest: segment.guestName, date, room }),
      confirmLabel: t("Move guest"),
    };
  }

  private successWords({ change }: Operation, { segments, priceDifference }: WriteAnswer): string {
    const stays = reservationsOf(change).map((id) => segments.get(id)?.at(-1));
    const [stay, other] = stays;
    if (stay === undefined) return "";
    if (change.kind === "moves" || (change.kind === "restore" && stays.length > 1)) {
      return movedTogetherWords(change, this.store.isParked(stay.reservationId));
    }
    const { language } = this.options;
    const values = {
      guest: stay.guestName,
      other: other?.guestName ?? "",
      room: roomWords(this.store, stay.roomId),
      arrival: language.shortDate(stay.checkIn),
      departure: language.shortDate(stay.checkOut),
    };
    const sentence = successWords(change, stay, this.store.isParked(stay.reservationId), values);
    return priceDifference === null || priceDifference.amount === 0 ? sentence : `${sentence}. ${this.priceWords(priceDifference)}`;
  }

  /** A flaw one can live with, but the guest may ask. */
  private warningWords({ roomId, startDate, endDate, reason }: RoomWarning): string {
    const { language } = this.options;
    const room = this.store.room(roomId)?.number ?? "";
    const values = { room, start: language.shortDate(dayFromIso(startDate)), end: language.shortDate(dayFromIso(endDate)) };
    const sentence = t("Room {room} is out of service from {start} to {end}", values);
    return reason === "" ? sentence : `${sentence}: ${reason}`;
  }

  private priceWords({ amount, currency }: Money): string {
    return t("Price kept; the new room type would differ by {difference}", { difference: this.options.language.money(amount, currency) });
  }
}

function successWords(change: Change, stay: Segment, parked: boolean, values: Record<string, string>): string {
  if (change.kind === "restore") return t("Undone. {guest} is back in {room}", values);
  if (change.kind === "swap") return t("{guest} and {other} exchanged rooms", values);
  if (change.kind === "resize") return t("{guest} now stays {arrival} to {departure}", values);
  if (stay.roomId !== null) return t("{guest} moved to {room}, {arrival} to {departure}", values);
  return parked ? t("{guest} parked", values) : t("{guest} has no room now", values);
}

function wantedStay(segment: Segment, change: Change): { roomId: string | null; checkIn: Day; checkOut: Day } {
  const { roomId, checkIn, checkOut } = segment;
  if (change.kind === "move") {
    return { roomId: change.toRoomId, checkIn: change.toCheckIn, checkOut: change.toCheckIn + checkOut - checkIn };
  }
  if (change.kind !== "resize") return { roomId, checkIn, checkOut };
  return change.edge === "LEFT" ? { roomId, checkIn: change.to, checkOut } : { roomId, checkIn, checkOut: change.to };
}
