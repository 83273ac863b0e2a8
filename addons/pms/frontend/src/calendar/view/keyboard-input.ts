import { type Cursor, type Direction, cursorOn, step, stepPage } from "../gestures/cursor";
import type { Gesture, Intent } from "../gestures/gesture";
import { carry, drop, pickUp, stretch } from "../gestures/keyboard-gesture";
import { createAt } from "../gestures/pointer-gesture";
import { t, tn } from "../../language/translate";
import type { Segment } from "../../state/model";
import { chipOfEvent } from "./chip";
import type { CursorView } from "./cursor-view";
import { type Interaction, proposalOf } from "./interaction";
import { spokenProposal } from "./slot-words";

const DIRECTIONS: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};
const PAGE_ROWS = 12;

/** Keys on the board: arrows walk, Enter opens, M picks up, X selects, Shift and arrows change the nights. */
export class KeyboardInput {
  constructor(
    private readonly interaction: Interaction,
    private readonly view: CursorView,
    private readonly onToggle: (roomTypeId: string) => void,
  ) {
    const { element } = interaction.grid;
    element.addEventListener("keydown", (event) => this.onKey(event));
    element.addEventListener("keyup", (event) => this.onKeyUp(event));
    element.addEventListener("focusin", (event) => this.onFocus(event));
    element.addEventListener("pointerdown", (event) => this.onPress(event));
    element.addEventListener("blur", () => this.interaction.gesture.kind !== "idle" && this.putBack());
  }

  private get cursor(): Cursor {
    return this.view.cursor ?? this.view.first();
  }

  private onFocus(event: FocusEvent): void {
    const segment = chipOfEvent(event)?.segment;
    if (segment != null) this.view.goTo(cursorOn(this.view.context, segment));
    else if (this.view.cursor === null && this.interaction.grid.element.matches(":focus-visible")) this.view.goTo(this.view.first());
  }

  /** The keyboard goes on where the pointer was last. */
  private onPress(event: PointerEvent): void {
    const segment = chipOfEvent(event)?.segment;
    if (segment != null) this.view.standOn(segment);
  }

  private onKey(event: KeyboardEvent): void {
    const choosing = event.key === " " && (event.ctrlKey || event.metaKey) && !event.altKey;
    if (!choosing && (event.ctrlKey || event.metaKey || event.altKey)) return;
    // A chip may have been focused directly; from the first key on the grid has the focus, which recycling cannot lose.
    if (chipOfEvent(event) !== null) this.interaction.grid.element.focus({ preventScroll: true });
    const direction = DIRECTIONS[event.key];
    const handled = choosing ? this.choose() : direction === undefined ? this.onNamedKey(event) : this.onArrow(direction, event.shiftKey);
    if (!handled) return;
    event.preventDefault();
    event.stopPropagation();
  }

  private onArrow(direction: Direction, shift: boolean): boolean {
    const { interaction, view } = this;
    const { gesture } = interaction;
    if (shift) return this.stretchNights(direction);
    if (gesture.kind === "moving") {
      this.advance(carry(gesture, direction, this.plan, interaction.context));
      return true;
    }
    if (gesture.kind !== "idle") return true;
    this.walk(step(view.context, this.cursor, direction));
    return true;
  }

  private onNamedKey(event: KeyboardEvent): boolean {
    const { interaction } = this;
    const { gesture } = interaction;
    const busy = proposalOf(gesture) !== null;
    switch (event.key) {
      case "Escape":
        if (!busy) return false;
        this.putBack();
        return true;
      case "Enter":
        return busy ? this.drop() : this.open();
      case " ":
      case "m":
      case "M":
        return busy ? this.drop() : this.pickUp();
      case "x":
      case "X":
        return this.choose();
      case "PageDown":
      case "PageUp":
        // With Shift they turn the page of dates, which is the toolbar's business.
        return !event.shiftKey && this.page(event.key === "PageDown" ? PAGE_ROWS : -PAGE_ROWS);
      case "Home":
      case "End":
        return this.goToEnd(event.key);
      case "F10":
        return event.shiftKey && this.openMenu();
      case "ContextMenu":
        return this.openMenu();
      default:
        return false;
    }
  }

  /** Letting go of Shift drops what was stretched. */
  private onKeyUp(event: KeyboardEvent): void {
    const { gesture } = this.interaction;
    if (event.key === "Shift" && gesture.kind === "resizing" && gesture.input === "keyboard") this.drop();
  }

  private stretchNights(direction: Direction): boolean {
    const { gesture, context, handlers } = this.interaction;
    const segment = gesture.kind === "resizing" || gesture.kind === "moving" ? gesture.segment : this.view.segment;
    if (segment === null) return true;
    if (!handlers.canMove) return this.refuseReadOnly(segment);
    this.advanceOrRefuse(stretch(gesture, segment, direction, context));
    return true;
  }

  /** Takes the stay the keyboard is on into the selection, or out of it. */
  private choose(): boolean {
    const { segment } = this.view;
    const { gesture, handlers } = this.interaction;
    if (segment === null || gesture.kind !== "idle") return true;
    if (!handlers.canMove) return this.refuseReadOnly(segment);
    handlers.perform({ kind: "choose", segment, how: "toggle" });
    return true;
  }

  private pickUp(): boolean {
    const { segment } = this.view;
    if (segment === null) return true;
    const { handlers, context } = this.interaction;
    if (!handlers.canMove) return this.refuseReadOnly(segment);
    const picked = pickUp(segment, this.plan, context);
    if (picked.kind === "refused") handlers.perform(picked);
    else {
      this.interaction.advance(picked);
      const count = picked.kind === "moving" ? (picked.together?.stays.length ?? 1) : 1;
      if (count > 1) handlers.say(tn("{count} stay picked up. Arrows move, Enter drops, Escape puts back", "{count} stays picked up. Arrows move, Enter drops, Escape puts back", count));
      else handlers.say(t("{guest} picked up. Arrows move, Shift and arrows change the nights, Enter drops, Escape puts back", { guest: segment.guestName }));
    }
    return true;
  }

  private drop(): boolean {
    const { interaction, view } = this;
    const { gesture } = interaction;
    const proposal = proposalOf(gesture);
    interaction.finish(drop(gesture));
    if (proposal !== null) this.walk({ rowKey: proposal.rowKey, level: 0, day: Math.max(proposal.start, view.context.range.firstDay) });
    return true;
  }

  private putBack(): void {
    const { gesture, handlers } = this.interaction;
    if (!this.interaction.cancel()) return;
    if (gesture.kind === "moving" && gesture.together !== null) return handlers.say(t("Nothing was moved"));
    if (gesture.kind === "moving" || gesture.kind === "resizing") handlers.say(t("{guest} put back", { guest: gesture.segment.guestName }));
  }

  private open(): boolean {
    const { content } = this.view;
    const { handlers, grid, context } = this.interaction;
    if (content === null) return false;
    if (content.kind === "stay") handlers.perform({ kind: "open", segment: content.segment });
    else if (content.kind === "group") this.onToggle(content.roomTypeId);
    else if (content.kind === "free") {
      const room = grid.surface.store.room(this.cursor.rowKey);
      if (room !== undefined) handlers.perform(createAt(room.id, room.roomTypeId, this.cursor.day, context));
    }
    return true;
  }

  private openMenu(): boolean {
    const { segment } = this.view;
    const { grid, handlers } = this.interaction;
    const chip = segment === null ? undefined : grid.chipOf(segment)?.element;
    if (segment === null || chip === undefined) return this.openRoomMenu();
    const { left, bottom } = chip.getBoundingClientRect();
    handlers.openMenu(segment, Math.max(left + 12, 12), bottom);
    return true;
  }

  private openRoomMenu(): boolean {
    const { grid, handlers } = this.interaction;
    const { rowKey, day } = this.cursor;
    const row = grid.rowPool.get(rowKey)?.element;
    if (row === undefined || grid.surface.store.room(rowKey) === undefined) return false;
    const { left, bottom } = row.getBoundingClientRect();
    handlers.openRoomMenu(rowKey, day, left + 12, bottom);
    return true;
  }

  private page(rows: number): boolean {
    const { interaction, view } = this;
    const { gesture } = interaction;
    const direction = rows > 0 ? "down" : "up";
    if (gesture.kind === "moving") this.advance(carry(gesture, direction, this.plan, interaction.context, Math.abs(rows)));
    else this.walk(stepPage(view.context, this.cursor, rows));
    return true;
  }

  private goToEnd(key: "Home" | "End"): boolean {
    const { firstDay, dayCount } = this.view.context.range;
    this.walk({ ...this.cursor, day: key === "Home" ? firstDay : firstDay + dayCount - 1 });
    return true;
  }

  private get plan(): BoardPlan {
    return this.interaction.grid.surface.rows.plan;
  }

  private walk(cursor: Cursor): void {
    this.view.goTo(cursor);
    this.interaction.handlers.showCard(this.view.segment);
  }

  private advanceOrRefuse(next: Gesture | Extract<Intent, { kind: "refused" }>): void {
    if (next.kind === "refused") this.interaction.handlers.perform(next);
    else this.advance(next);
  }

  private advance(next: Gesture): void {
    const { interaction } = this;
    if (!interaction.advance(next)) return;
    const proposal = proposalOf(next);
    if (proposal === null) return;
    interaction.grid.reveal(proposal.rowKey, proposal.start);
    interaction.handlers.say(spokenProposal(next, proposal, interaction.grid.surface));
  }

  private refuseReadOnly(segment: Segment): true {
    this.interaction.handlers.perform({ kind: "refused", segment, verdict: { kind: "refused", reason: "readOnly" } });
    return true;
  }
}

type BoardPlan = Interaction["grid"]["surface"]["rows"]["plan"];
