import { type Gesture, type GestureContext, IDLE, type Intent, type Proposal } from "../gestures/gesture";
import { proposeTogether } from "../gestures/propose-together";
import type { Day } from "../layout/days";
import { judgeMove } from "../../state/legality";
import type { Segment } from "../../state/model";
import type { BoardGrid } from "./grid";
import { slotWords } from "./slot-words";

export interface BoardHandlers {
  /** A gesture is over and the user wants this. */
  perform(intent: Intent): void;
  /** Speaks to screen readers. */
  say(words: string): void;
  /** True while a stay is lifted: changes from elsewhere wait. */
  hold(holding: boolean): void;
  /** The actions for a stay, at a place on the screen. */
  openMenu(segment: Segment, x: number, y: number): void;
  /** The actions for a room, at a place on the screen; the night is known when a cell was asked, and not a label. */
  openRoomMenu(roomId: string, day: Day | null, x: number, y: number): void;
  /** Shows or hides the card of a stay. */
  showCard(segment: Segment | null): void;
  /** Whether this person may move stays. */
  readonly canMove: boolean;
}

/** The one gesture in progress, whichever input makes it, and what it shows. */
export class Interaction {
  gesture: Gesture = IDLE;
  private markedNights = Number.NaN;

  constructor(
    readonly grid: BoardGrid,
    readonly handlers: BoardHandlers,
  ) {}

  get context(): GestureContext {
    return this.grid.surface;
  }

  /** Goes on with another state of the gesture and shows it; does nothing when it is the same. */
  advance(next: Gesture): boolean {
    const before = this.gesture;
    if (next === before) return false;
    this.gesture = next;
    const wasShown = proposalOf(before) !== null;
    const proposal = proposalOf(next);
    if (proposal !== null && !wasShown) this.begin(next);
    if (proposal === null && wasShown) this.end();
    if (proposal !== null) this.show(next, proposal);
    return true;
  }

  /** Ends the gesture; what the user wants is performed. */
  finish(intent: Intent): void {
    this.advance(IDLE);
    if (intent.kind !== "none") this.handlers.perform(intent);
  }

  /** Everything is put back. */
  cancel(): boolean {
    return this.advance(IDLE);
  }

  private begin(gesture: Gesture): void {
    const { grid, handlers } = this;
    handlers.hold(true);
    handlers.showCard(null);
    grid.element.classList.add(gesture.kind === "resizing" ? "resizing" : "dragging");
    this.lift(liftedStays(gesture));
  }

  private end(): void {
    const { grid } = this;
    grid.element.classList.remove("resizing", "dragging");
    grid.dragLayer.hide();
    this.unmark();
    this.lift([]);
    this.handlers.hold(false);
  }

  /** Shows which stays are in the hand, and no others. */
  private lift(reservationIds: readonly string[]): void {
    const { grid } = this;
    const { surface } = grid;
    const changed = [...surface.lifted, ...reservationIds];
    surface.lifted = new Set(reservationIds);
    grid.redrawRowsOf(changed.flatMap((id) => surface.store.segmentsOf(id)));
  }

  private show(gesture: Gesture, proposal: Proposal): void {
    const { grid } = this;
    grid.dragLayer.showSlot(proposal, slotWords(gesture, proposal, grid.surface), grid.surface);
    if (gesture.kind !== "moving") return;
    if (gesture.together !== null) grid.dragLayer.showOthers(gesture.segment, gesture.proposal.members ?? [], grid.surface);
    this.markRows(gesture);
  }

  /** Marks the rooms in sight that would take the stay, and what goes with it, on these nights; again only when the nights change. */
  private markRows({ segment, together, proposal: { checkIn } }: Extract<Gesture, { kind: "moving" }>): void {
    if (this.markedNights === checkIn) return;
    this.markedNights = checkIn;
    const { rowPool, surface } = this.grid;
    for (const row of rowPool.targets()) {
      if (surface.store.room(row.key) === undefined) continue;
      const room = { kind: "room", key: row.key, roomId: row.key, roomTypeId: "" } as const;
      const verdict =
        together === null
          ? judgeMove(surface.store, segment, row.key, checkIn)
          : proposeTogether(surface, segment, together, room, checkIn - segment.checkIn).verdict;
      row.mark(verdict.kind === "free" || verdict.kind === "unchanged");
    }
  }

  private unmark(): void {
    this.markedNights = Number.NaN;
    for (const row of this.grid.rowPool.targets()) row.mark(null);
  }

  /** After scrolling during a drag, rows that came into sight are marked too. */
  markAgain(): void {
    this.markedNights = Number.NaN;
  }
}

export function proposalOf(gesture: Gesture): Proposal | null {
  return gesture.kind === "moving" || gesture.kind === "resizing" || gesture.kind === "creating" ? gesture.proposal : null;
}

function liftedStays(gesture: Gesture): string[] {
  if (gesture.kind === "moving" && gesture.together !== null) return gesture.together.stays.map(({ reservationId }) => reservationId);
  return gesture.kind === "moving" || gesture.kind === "resizing" ? [gesture.segment.reservationId] : [];
}
