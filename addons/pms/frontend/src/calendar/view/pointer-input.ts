import { scrollStep } from "../gestures/auto-scroll";
import type { Input, Intent, PressedOn, Spot } from "../gestures/gesture";
import { isOuterEdge, LONG_PRESS_MILLISECONDS, drag, longPress, press, release } from "../gestures/pointer-gesture";
import { rowIndexAt } from "../layout/rows";
import { dayAt } from "../layout/scale";
import { whyNotMovable } from "../../state/legality";
import { PARKING_KEY } from "../../state/model";
import { type ChipView, chipOfEvent } from "./chip";
import { Interaction, proposalOf } from "./interaction";

/** How near (pixels) to a chip's end a press pulls that end. */
const EDGE_REACH = 8;

/** Mouse, pen and touch on the board: one listener for all chips. */
export class PointerInput {
  private origin = { x: 0, y: 0 };
  private last = { x: 0, y: 0 };
  private ghostOffset = { x: 0, y: 0 };
  private box = new DOMRect();
  /** Where the parking row begins on the screen: it sticks to the bottom, or follows the last room of a small house. */
  private parkingTop = 0;
  private pointerId = -1;
  private longPressTimer: ReturnType<typeof setTimeout> | undefined;
  private scrolling = 0;

  constructor(private readonly interaction: Interaction) {
    const { element } = interaction.grid;
    element.addEventListener("pointerdown", (event) => this.onDown(event));
    element.addEventListener("pointermove", (event) => this.onHover(event));
    element.addEventListener("contextmenu", (event) => this.onContextMenu(event));
    element.addEventListener("click", (event) => this.onClick(event));
    // Only while a stay is lifted may a finger not scroll; the listener cannot be passive for that.
    element.addEventListener("touchmove", (event) => this.lifted && event.preventDefault(), { passive: false });
  }

  private get lifted(): boolean {
    return proposalOf(this.interaction.gesture) !== null;
  }

  private onDown(event: PointerEvent): void {
    if (event.button !== 0 || !event.isPrimary) return;
    const target = event.target as Element;
    if (target.closest("button") !== null) return;
    const { grid } = this.interaction;
    this.box = grid.element.getBoundingClientRect();
    this.parkingTop = grid.parking.element.getBoundingClientRect().top;
    this.origin = { x: event.clientX, y: event.clientY };
    this.last = this.origin;
    const spot = this.spotAt(event.clientX, event.clientY);
    if (spot === null) return;
    const chip = chipOfEvent(event);
    const input: Input = event.pointerType === "touch" ? "touch" : "mouse";
    if (chip !== null) this.ghostOffset = this.offsetIn(chip);
    this.interaction.handlers.showCard(null);
    this.interaction.advance(press(this.pressedOn(chip, spot, event), spot, input));
    this.pointerId = event.pointerId;
    if (input === "mouse") event.preventDefault();
    else if (chip !== null) this.longPressTimer = setTimeout(() => this.onLongPress(), LONG_PRESS_MILLISECONDS);
    grid.element.focus({ preventScroll: true });
    window.addEventListener("pointermove", this.onMove);
    window.addEventListener("pointerup", this.onUp);
    window.addEventListener("pointercancel", this.onCancel);
  }

  private pressedOn(chip: ChipView | null, spot: Spot, { shiftKey, ctrlKey, metaKey }: PointerEvent): PressedOn {
    if (chip?.segment == null) return { kind: "cell" };
    const { segment } = chip;
    if (!this.interaction.handlers.canMove) return { kind: "chip", segment, part: "body" };
    const pressed = { kind: "chip", segment, part: partAt(chip, spot.x) } as const;
    if (shiftKey) return { ...pressed, choosing: "reach" };
    return ctrlKey || metaKey ? { ...pressed, choosing: "toggle" } : pressed;
  }

  private readonly onMove = (event: PointerEvent): void => {
    if (event.pointerId !== this.pointerId) return;
    this.last = { x: event.clientX, y: event.clientY };
    this.follow();
  };

  private readonly onUp = (event: PointerEvent): void => {
    if (event.pointerId !== this.pointerId) return;
    const { interaction } = this;
    const intent = release(interaction.gesture, interaction.context);
    this.stop();
    interaction.finish(intent);
  };

  private readonly onCancel = (): void => {
    this.stop();
    this.interaction.cancel();
  };

  private onLongPress(): void {
    const { interaction } = this;
    if (!interaction.handlers.canMove) return;
    interaction.advance(longPress(interaction.gesture, interaction.context));
    if (!this.lifted) return;
    navigator.vibrate?.(10);
    this.liftGhost();
  }

  /** The pointer or the board under it moved. */
  private follow(): void {
    const { interaction } = this;
    const { gesture } = interaction;
    if (gesture.kind === "idle") return this.stop();
    const spot = this.spotAt(this.last.x, this.last.y);
    if (spot === null) return;
    const distance = Math.hypot(this.last.x - this.origin.x, this.last.y - this.origin.y);
    const wasLifted = this.lifted;
    const next = drag(gesture, spot, distance, interaction.context);
    if (next !== gesture && gesture.kind === "pointing" && gesture.on.kind === "chip" && gesture.input === "mouse") {
      const { segment } = gesture.on;
      const reason = interaction.handlers.canMove ? whyNotMovable(segment, interaction.context.store.businessDate) : "readOnly";
      if (reason !== null) return this.refuse({ kind: "refused", segment, verdict: { kind: "refused", reason } });
    }
    interaction.advance(next);
    if (!this.lifted) return;
    if (!wasLifted) this.liftGhost();
    const { x, y } = this.ghostOffset;
    if (interaction.gesture.kind === "moving") interaction.grid.dragLayer.moveGhost(this.last.x - x, this.last.y - y);
    if (this.scrolling === 0) this.scrolling = requestAnimationFrame(this.scrollAtEdges);
  }

  /** A pull at a stay that stays where it is says why, and is over: letting go is no click. */
  private refuse(intent: Intent): void {
    this.stop();
    this.interaction.finish(intent);
  }

  private liftGhost(): void {
    const { gesture, grid } = this.interaction;
    clearTimeout(this.longPressTimer);
    this.capture();
    if (gesture.kind !== "moving") return;
    const width = grid.chipOf(gesture.segment)?.width ?? grid.surface.scale.columnWidth;
    grid.dragLayer.showGhost(gesture.segment, width, gesture.together?.stays.length ?? 1);
    grid.dragLayer.moveGhost(this.last.x - this.ghostOffset.x, this.last.y - this.ghostOffset.y);
  }

  /** What a captured pointer passes over is not hovered, so that nothing but ghost and slot is painted again. */
  private capture(): void {
    try {
      this.interaction.grid.element.setPointerCapture(this.pointerId);
    } catch {
      // An event made by a program has no pointer to capture; its drag goes on without.
    }
  }

  private readonly scrollAtEdges = (): void => {
    this.scrolling = 0;
    const { grid, gesture } = this.interaction;
    if (!this.lifted) return;
    const { metrics } = grid.surface;
    const { left, right, top } = this.box;
    const { dx, dy } = scrollStep(this.last.x, this.last.y, {
      left: left + metrics.labelWidth,
      right,
      top: top + metrics.headHeight,
      bottom: this.parkingTop,
    });
    const down = this.last.y > this.parkingTop || gesture.kind !== "moving" ? 0 : dy;
    if (dx === 0 && down === 0) return;
    const before = grid.viewport;
    grid.scrollBy(dx, down);
    if (grid.viewport.top === before.top && grid.viewport.left === before.left) return;
    this.interaction.markAgain();
    this.follow();
    if (this.scrolling === 0) this.scrolling = requestAnimationFrame(this.scrollAtEdges);
  };

  private stop(): void {
    clearTimeout(this.longPressTimer);
    cancelAnimationFrame(this.scrolling);
    this.scrolling = 0;
    this.pointerId = -1;
    window.removeEventListener("pointermove", this.onMove);
    window.removeEventListener("pointerup", this.onUp);
    window.removeEventListener("pointercancel", this.onCancel);
  }

  /** Where a point of the screen is on the board; null over the header and the labels of an idle board. */
  private spotAt(clientX: number, clientY: number): Spot | null {
    const { grid } = this.interaction;
    const { metrics, rows } = grid.surface;
    const x = clientX - this.box.left - metrics.labelWidth + grid.viewport.left;
    if (clientY >= this.parkingTop) return { row: { kind: "parking", key: PARKING_KEY }, x };
    const yInView = clientY - this.box.top - metrics.headHeight;
    if (!this.lifted && (yInView < 0 || clientX < this.box.left + metrics.labelWidth)) return null;
    const row = rows.plan.rows[rowIndexAt(rows.plan, Math.max(0, yInView) + grid.viewport.top)];
    return row === undefined ? null : { row, x };
  }

  private offsetIn(chip: ChipView): { x: number; y: number } {
    const { metrics } = this.interaction.grid.surface;
    const { viewport } = this.interaction.grid;
    const left = this.box.left + metrics.labelWidth + chip.left - viewport.left;
    return { x: this.origin.x - left, y: 15 };
  }

  /** The cursor tells which part of a chip would be pulled; the card comes after a rest. */
  private onHover(event: PointerEvent): void {
    if (event.pointerType === "touch" || event.buttons !== 0 || this.lifted) return;
    const chip = chipOfEvent(event);
    this.interaction.handlers.showCard(chip?.segment ?? null);
    if (chip?.segment == null || !this.interaction.handlers.canMove) return;
    const part = partAt(chip, event.offsetX + chip.left);
    const cursor = part === "body" ? "" : "ew-resize";
    if (chip.element.style.cursor !== cursor) chip.element.style.cursor = cursor;
  }

  private onContextMenu(event: MouseEvent): void {
    const chip = chipOfEvent(event);
    if (chip?.segment == null) return this.openRoomMenu(event);
    event.preventDefault();
    // On touch screens the browser's long press asks for a menu too; there it lifts the stay.
    if (this.interaction.gesture.kind !== "idle") return;
    this.interaction.handlers.openMenu(chip.segment, event.clientX, event.clientY);
  }

  /** A room's label is its button. */
  private onClick(event: MouseEvent): void {
    if ((event.target as Element).closest(".board-label.room") !== null) this.openRoomMenu(event);
  }

  private openRoomMenu(event: MouseEvent): void {
    const { grid, gesture, handlers } = this.interaction;
    const { metrics, rows, scale } = grid.surface;
    if (gesture.kind !== "idle") return;
    const box = grid.element.getBoundingClientRect();
    const y = event.clientY - box.top - metrics.headHeight;
    const row = rows.plan.rows[rowIndexAt(rows.plan, y + grid.viewport.top)];
    if (y < 0 || event.clientY >= grid.parking.element.getBoundingClientRect().top || row?.kind !== "room") return;
    event.preventDefault();
    const x = event.clientX - box.left - metrics.labelWidth;
    handlers.openRoomMenu(row.roomId, x < 0 ? null : dayAt(scale, x + grid.viewport.left), event.clientX, event.clientY);
  }
}

function partAt(chip: ChipView, x: number): "body" | "LEFT" | "RIGHT" {
  const { segment, left, width } = chip;
  if (segment === null) return "body";
  const reach = Math.min(EDGE_REACH, width / 4);
  if (x - left < reach && isOuterEdge(segment, "LEFT")) return "LEFT";
  return left + width - x < reach && isOuterEdge(segment, "RIGHT") ? "RIGHT" : "body";
}
