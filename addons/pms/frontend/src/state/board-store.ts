import type { Day } from "../calendar/layout/days";
import { laneKey } from "../calendar/layout/rows";
import { applyChange, reservationsOf } from "./changes";
import {
  type Board,
  type Closure,
  type Night,
  PARKING_KEY,
  type Room,
  type RoomType,
  type Segment,
  sameSegment,
} from "./model";
import type { Operation } from "./operation";
import { withBadgesOf } from "./reservation-segments";
import { RowIndex } from "./row-index";

/** What listeners have to draw again. `structure`: rooms or types themselves changed. */
export interface BoardChange {
  readonly rows: ReadonlySet<string> | "all";
  readonly structure: boolean;
}

interface ConfirmedWrite {
  readonly seq: number;
  readonly segments: readonly Segment[];
}

/**
 * The board on the screen: what the server last said, with the user's pending operations on top.
 *
 * The shown state of a reservation is always `server state + pending operations, in order`. So reverting one
 * operation is leaving it out, and the others apply again by themselves.
 */
export class BoardStore {
  private board: Board;
  private server = new Map<string, readonly Segment[]>();
  private shown: RowIndex;
  private pending: Operation[] = [];
  /** Answers to our writes that the read model may not contain yet. */
  private readonly confirmed = new Map<string, ConfirmedWrite>();
  private readonly parked = new Set<string>();
  private roomById = new Map<string, Room>();
  private typeById = new Map<string, RoomType>();
  private roomsByType = new Map<string, Room[]>();
  private closuresByRoom = new Map<string, Closure[]>();
  private readonly listeners = new Set<(change: BoardChange) => void>();

  constructor(
    board: Board,
    public businessDate: Day,
  ) {
    this.board = board;
    this.shown = new RowIndex(this.rowKey);
    this.load(board);
  }

  get firstDay(): Day {
    return this.board.firstDay;
  }

  get dayCount(): number {
    return this.board.dayCount;
  }

  get seq(): number {
    return this.board.seq;
  }

  get roomTypes(): readonly RoomType[] {
    return this.board.roomTypes;
  }

  get rooms(): readonly Room[] {
    return this.board.rooms;
  }

  get operations(): readonly Operation[] {
    return this.pending;
  }

  room(id: string): Room | undefined {
    return this.roomById.get(id);
  }

  roomType(id: string): RoomType | undefined {
    return this.typeById.get(id);
  }

  roomsOfType(id: string): readonly Room[] {
    return this.roomsByType.get(id) ?? [];
  }

  /** Segments of a room, a lane or the parking row, by start. */
  row(key: string): readonly Segment[] {
    return this.shown.row(key);
  }

  segmentsOf(reservationId: string): readonly Segment[] {
    return this.shown.reservation(reservationId);
  }

  allSegments(): Segment[] {
    return [...this.shown.all()].flat();
  }

  closuresIn(roomId: string): readonly Closure[] {
    return this.closuresByRoom.get(roomId) ?? [];
  }

  /** Figures of one night, if it is loaded. */
  night(day: Day): Night | undefined {
    return this.board.nights[day - this.board.firstDay];
  }

  isPending(reservationId: string): boolean {
    return this.pending.some((operation) => operation.before.has(reservationId));
  }

  subscribe(listener: (change: BoardChange) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Takes a board from the server. Our own answered writes win over a board that does not contain them yet. */
  load(board: Board): void {
    const before = this.board;
    const known = this.server;
    this.board = board;
    this.server = groupByReservation(board.segments, known);
    for (const [id, write] of this.confirmed) {
      if (board.seq >= write.seq) continue;
      if (write.segments.length === 0) this.server.delete(id);
      else this.server.set(id, write.segments);
    }
    this.indexRooms();
    const sameRange = before.firstDay === board.firstDay && before.dayCount === board.dayCount;
    const structure = !sameList(before.rooms, board.rooms) || !sameList(before.roomTypes, board.roomTypes);
    const closures = !sameList(before.closures, board.closures);
    const old = this.shown;
    this.shown = this.buildIndex();
    const rows = sameRange && !structure && !closures ? this.shown.differences(old) : "all";
    this.notify({ rows, structure });
  }

  /** Shows an operation in this very frame. */
  add(operation: Operation): void {
    this.pending.push(operation);
    this.redraw(operation.optimistic ? reservationsOf(operation.change) : []);
  }

  /** The server did it: its segments become the truth, and our later operations expect the new versions. */
  confirm(operation: Operation, segments: ReadonlyMap<string, readonly Segment[]>, seq: number): void {
    this.remove(operation);
    for (const [id, list] of segments) {
      this.takeServerState(id, list, seq);
      const version = list[0]?.version;
      if (version === undefined) continue;
      for (const later of this.pending) if (later.versions.has(id)) later.versions.set(id, version);
    }
    this.redraw(segments.keys());
  }

  /** The server refused it: that one operation is left out. */
  revert(operation: Operation): void {
    this.remove(operation);
    this.redraw(reservationsOf(operation.change));
  }

  /** A reservation as written elsewhere on this page (the drawer, a command); empty when it holds no room any more. */
  accept(reservationId: string, segments: readonly Segment[], seq: number): void {
    this.takeServerState(reservationId, segments, seq);
    this.redraw([reservationId]);
  }

  /** Lets go of answered writes that every board we may still show contains. */
  forgetWritesThrough(seq: number): void {
    for (const [id, write] of this.confirmed) if (write.seq <= seq) this.confirmed.delete(id);
  }

  /** Parked stays have no room; they wait in the parking row instead of their lane. */
  setParked(reservationId: string, parked: boolean): void {
    if (this.parked.has(reservationId) === parked) return;
    const segments = this.segmentsOf(reservationId);
    const touched = new Set<string>();
    this.shown.replace(reservationId, [], touched);
    if (parked) this.parked.add(reservationId);
    else this.parked.delete(reservationId);
    this.shown.replace(reservationId, segments, touched);
    this.notify({ rows: touched, structure: false });
  }

  get parkedIds(): readonly string[] {
    return [...this.parked];
  }

  isParked(reservationId: string): boolean {
    return this.parked.has(reservationId);
  }

  /** The row a segment is drawn in: its room, the parking row, or the lane of its type. */
  readonly rowKey = (segment: Segment): string => {
    if (segment.roomId !== null) return segment.roomId;
    return this.parked.has(segment.reservationId) ? PARKING_KEY : laneKey(segment.roomTypeId);
  };

  private takeServerState(id: string, answered: readonly Segment[], seq: number): void {
    const segments = withBadgesOf(this.server.get(id) ?? [], answered);
    if (segments.length === 0) this.server.delete(id);
    else this.server.set(id, segments);
    this.confirmed.set(id, { seq, segments });
  }

  private remove(operation: Operation): void {
    this.pending = this.pending.filter((one) => one !== operation);
  }

  private redraw(reservationIds: Iterable<string>): void {
    const touched = new Set<string>();
    for (const id of reservationIds) this.shown.replace(id, this.withPending(id), touched);
    this.notify({ rows: touched, structure: false });
  }

  private withPending(id: string): readonly Segment[] {
    let segments = this.server.get(id) ?? [];
    for (const { optimistic, before, change } of this.pending) {
      if (optimistic && before.has(id)) segments = applyChange(change, id, segments, this.businessDate);
    }
    return segments;
  }

  private buildIndex(): RowIndex {
    const index = new RowIndex(this.rowKey);
    const shown = new Map(this.server);
    for (const operation of this.pending) {
      for (const id of operation.before.keys()) shown.set(id, this.withPending(id));
    }
    index.fill(shown);
    return index;
  }

  private indexRooms(): void {
    const { rooms, roomTypes, closures } = this.board;
    this.roomById = new Map(rooms.map((room) => [room.id, room]));
    this.typeById = new Map(roomTypes.map((type) => [type.id, type]));
    this.roomsByType = groupBy(rooms, (room) => room.roomTypeId);
    const sorted = [...closures].sort((one, other) => one.start - other.start);
    this.closuresByRoom = groupBy(sorted, (closure) => closure.roomId);
  }

  private notify(change: BoardChange): void {
    for (const listener of this.listeners) listener(change);
  }
}

/** Segments that did not change stay the objects they were, so that nothing draws them again. */
function groupByReservation(
  segments: readonly Segment[],
  known: ReadonlyMap<string, readonly Segment[]>,
): Map<string, readonly Segment[]> {
  const groups = new Map<string, Segment[]>();
  for (const segment of segments) {
    const old = known.get(segment.reservationId)?.find((one) => one.id === segment.id);
    const kept = old !== undefined && sameSegment(old, segment) ? old : segment;
    const group = groups.get(segment.reservationId);
    if (group === undefined) groups.set(segment.reservationId, [kept]);
    else group.push(kept);
  }
  for (const group of groups.values()) if (group.length > 1) group.sort((one, other) => one.start - other.start);
  return groups;
}

function groupBy<T>(records: readonly T[], keyOf: (record: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const record of records) {
    const group = groups.get(keyOf(record));
    if (group === undefined) groups.set(keyOf(record), [record]);
    else group.push(record);
  }
  return groups;
}

/** Lists of flat records, equal field by field. */
function sameList<T extends object>(one: readonly T[], other: readonly T[]): boolean {
  return one.length === other.length && one.every((record, place) => sameRecord(record, other[place]!));
}

function sameRecord<T extends object>(one: T, other: T): boolean {
  return one === other || (Object.keys(one) as (keyof T)[]).every((name) => one[name] === other[name]);
}
