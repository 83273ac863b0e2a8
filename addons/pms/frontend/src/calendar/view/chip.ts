import { chipName } from "../../state/stay-words";
import { statusWords } from "../../state/words";
import type { Segment } from "../../state/model";
import type { Bar } from "../layout/scale";
import { type ChipWords, chipWords } from "../layout/text-fit";
import { element, setAttribute } from "./elements";
import type { Surface } from "./surface";

/** Pixels of a chip that are not text: edge and air on both sides, the status icon before the name, each badge. */
const AROUND_TEXT = 11;
const ICON_WIDTH = 17;
const BADGE_WIDTH = 16;
/** Narrower chips have no place for badges; the card tells. */
const WIDTH_FOR_BADGES = 56;

const template = element("div", "stay", { role: "gridcell", tabindex: "-1", "aria-selected": "false" }, " ");

/** The stay each chip element shows. */
const shownBy = new WeakMap<Element, ChipView>();

/** The chip an event happened on. */
export function chipOfEvent(event: Event): ChipView | null {
  const target = event.target instanceof Element ? event.target.closest(".stay") : null;
  return target === null ? null : (shownBy.get(target) ?? null);
}

export function chipId(segmentId: string): string {
  return `stay-${segmentId}`;
}

/** One chip: one element and one text node, used again for another stay when its row is. */
export class ChipView {
  readonly element: HTMLElement;
  segment: Segment | null = null;
  left = Number.NaN;
  width = Number.NaN;
  private readonly words: Text;
  private top = -1;
  private inset = 0;
  private look = "";
  private note = "";
  private drawnFast = false;

  constructor() {
    this.element = template.cloneNode(true) as HTMLElement;
    this.words = this.element.firstChild as Text;
    shownBy.set(this.element, this);
  }

  /** Draws a segment; touches only what differs from what the element shows already. */
  show(segment: Segment, bar: Bar, level: number | null, surface: Surface): void {
    const { style } = this.element;
    if (this.segment === null) this.element.hidden = false;
    else if (segment.id !== this.segment.id) this.giveUpFocus();
    const resized = this.place(bar, level, surface);
    const inset = insetOf(bar, surface);
    const insetChanged = inset !== this.inset;
    if (insetChanged) {
      this.inset = inset;
      style.paddingLeft = inset === 0 ? "" : `${inset + 5}px`;
    }
    const look = lookOf(segment, bar, surface);
    const lookChanged = look !== this.look;
    if (lookChanged) {
      this.look = look;
      this.element.className = look;
    }
    const { fast } = surface.window;
    if (fast) {
      if (!this.drawnFast) this.say("", "");
    } else if (this.drawnFast || resized || insetChanged || lookChanged || segment !== this.segment) {
      const { name, note } = wordsOf(segment, this.width - inset, surface);
      this.say(name, note);
    }
    this.drawnFast = fast;
    if (segment !== this.segment || lookChanged) this.describe(segment, surface);
    this.segment = segment;
  }

  hide(): void {
    if (this.segment === null) return;
    this.giveUpFocus();
    this.segment = null;
    this.look = "";
    this.element.hidden = true;
    setAttribute(this.element, "aria-selected", "false");
    this.element.removeAttribute("data-reservation-id");
    this.element.removeAttribute("id");
  }

  /** The name is the chip's text; details are drawn by the stylesheet, so that what is read is part of what is spoken. */
  private say(name: string, note: string): void {
    this.words.data = name;
    if (note === this.note) return;
    this.note = note;
    if (note === "") this.element.removeAttribute("data-note");
    else this.element.setAttribute("data-note", note);
  }

  /** A focused chip that becomes another stay hands the focus to the grid, which still knows where the keyboard is. */
  private giveUpFocus(): void {
    if (document.activeElement !== this.element) return;
    this.element.closest<HTMLElement>("[role=grid]")?.focus({ preventScroll: true });
  }

  private place(bar: Bar, level: number | null, surface: Surface): boolean {
    const { style } = this.element;
    if (this.left !== bar.left) {
      this.left = bar.left;
      style.left = `${surface.metrics.labelWidth + bar.left}px`;
    }
    const top = level === null ? -1 : 2 + level * surface.metrics.laneLevelHeight;
    if (this.top !== top) {
      this.top = top;
      style.top = top < 0 ? "" : `${top}px`;
    }
    if (this.width === bar.width) return false;
    this.width = bar.width;
    style.width = `${bar.width}px`;
    return true;
  }

  /** What programs and screen readers are told (contract §7). */
  private describe(segment: Segment, surface: Surface): void {
    const { element: chip } = this;
    const { firstDay } = surface.scale;
    chip.id = chipId(segment.id);
    chip.setAttribute("data-reservation-id", segment.reservationId);
    chip.setAttribute("data-version", String(segment.version));
    chip.setAttribute("data-status", segment.status);
    chip.setAttribute("aria-label", chipName(surface.store, surface.language, segment));
    setAttribute(chip, "aria-selected", String(surface.selection.has(segment.reservationId)));
    chip.setAttribute("aria-colindex", String(Math.max(0, segment.start - firstDay) + 2));
    chip.setAttribute("aria-colspan", String(Math.max(1, segment.end - Math.max(segment.start, firstDay))));
  }
}

/** The name stays in view when the stay began left of the scrolled-to nights. */
function insetOf(bar: Bar, surface: Surface): number {
  const firstShown = surface.window.firstWholeColumn * surface.scale.columnWidth;
  return Math.max(0, Math.min(bar.width - 40, Math.ceil(firstShown - bar.left)));
}

function lookOf(segment: Segment, bar: Bar, surface: Surface): string {
  let look = `stay ${segment.status} ${segment.sourceType}`;
  if (bar.width >= WIDTH_FOR_BADGES) look += badgesOf(segment);
  if (bar.cutAtStart) look += " from-before";
  if (bar.cutAtEnd) look += " goes-on";
  if (surface.store.isPending(segment.reservationId)) look += " pending";
  if (surface.selection.has(segment.reservationId)) look += " chosen";
  if (surface.lifted.has(segment.reservationId)) look += " lifted";
  if (segment.id === surface.activeSegmentId) look += " active";
  if (surface.found !== null) look += surface.found.has(segment.id) ? " found" : " faded";
  return look;
}

function badgesOf({ roomLocked, balanceDue }: Segment): string {
  if (roomLocked) return balanceDue ? " locked-due" : " locked";
  return balanceDue ? " due" : "";
}

function wordsOf(segment: Segment, width: number, surface: Surface): ChipWords {
  const badges = width < WIDTH_FOR_BADGES ? 0 : (segment.roomLocked ? BADGE_WIDTH : 0) + (segment.balanceDue ? BADGE_WIDTH : 0);
  const details = segment.badges === "" ? [] : [segment.badges];
  if (segment.status !== "CONFIRMED") details.push(statusWords[segment.status]);
  details.push(segment.children > 0 ? `${segment.adults}+${segment.children}` : `${segment.adults}`);
  const icon = segment.status === "CONFIRMED" ? 0 : ICON_WIDTH;
  return chipWords(segment.guestName, details, width - AROUND_TEXT - icon - badges, surface.measure);
}
