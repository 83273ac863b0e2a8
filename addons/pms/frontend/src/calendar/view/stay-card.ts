import type { StayCommand } from "../../state/stay-commands";
import { roomWords } from "../../state/stay-words";
import { t, tn } from "../../language/translate";
import { commandWords, sourceWords, statusWords } from "../../state/words";
import type { Segment } from "../../state/model";
import type { ChipView } from "./chip";
import { element } from "./elements";
import { nightsWords } from "./slot-words";
import type { Surface } from "./surface";

/** How long the pointer or the keyboard rests on a stay before its card shows, and stays after it left. */
const REST_MILLISECONDS = 450;
const LEAVE_MILLISECONDS = 220;
const CARD_WIDTH = 296;

export interface StayCardHandlers {
  open(segment: Segment): void;
  run(segment: Segment, command: StayCommand): void;
  openMenu(segment: Segment, x: number, y: number): void;
}

/** The card of a stay: who, when, where, and the likeliest actions. Shown on rest, never in the way of a drag. */
export class StayCard {
  readonly element = element("div", "stay-card", { role: "group", hidden: "" });
  private segment: Segment | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pointerInside = false;

  constructor(
    private readonly surface: Surface,
    private readonly chipOf: (segment: Segment) => ChipView | undefined,
    private readonly handlers: StayCardHandlers,
    private readonly commandsOf: (segment: Segment) => readonly StayCommand[],
  ) {
    this.element.addEventListener("pointerenter", () => this.stay(true));
    this.element.addEventListener("pointerleave", () => this.stay(false));
  }

  get shown(): boolean {
    return !this.element.hidden;
  }

  /** A stay is rested on, or none any more. */
  show(segment: Segment | null): void {
    if (segment === this.segment) return;
    clearTimeout(this.timer);
    this.segment = segment;
    if (segment === null) this.timer = setTimeout(() => !this.pointerInside && this.hide(), LEAVE_MILLISECONDS);
    else this.timer = setTimeout(() => this.draw(segment), this.shown ? LEAVE_MILLISECONDS : REST_MILLISECONDS);
  }

  hide(): void {
    clearTimeout(this.timer);
    this.segment = null;
    this.element.hidden = true;
  }

  private stay(inside: boolean): void {
    this.pointerInside = inside;
    if (inside) clearTimeout(this.timer);
    else this.timer = setTimeout(() => this.hide(), LEAVE_MILLISECONDS);
  }

  private draw(segment: Segment): void {
    const chip = this.chipOf(segment);
    if (chip === undefined) return;
    this.element.setAttribute("aria-label", segment.guestName);
    this.element.replaceChildren(this.head(segment), this.facts(segment), this.actions(segment));
    this.element.hidden = false;
    this.place(chip.element.getBoundingClientRect());
  }

  /** Under the chip, or above it when there is no room. */
  private place(chip: DOMRect): void {
    const { offsetHeight } = this.element;
    const below = chip.bottom + 6;
    const top = below + offsetHeight > window.innerHeight - 8 ? chip.top - offsetHeight - 6 : below;
    const left = Math.max(8, Math.min(Math.max(chip.left, 180), window.innerWidth - CARD_WIDTH - 8));
    this.element.style.transform = `translate(${left}px,${Math.max(8, top)}px)`;
  }

  private head(segment: Segment): HTMLElement {
    const status = element("span", "pms-status", { "data-status": segment.status }, statusWords[segment.status]);
    return element("div", "card-head", {}, element("b", "", {}, segment.guestName), status);
  }

  private facts(segment: Segment): HTMLElement {
    const { language, store } = this.surface;
    const dates = `${language.fullDate(segment.checkIn)} – ${language.fullDate(segment.checkOut)}`;
    const facts = element("div", "card-facts");
    const line = (words: string, className = ""): void => facts.append(element("div", className, {}, words));
    line(`${dates} · ${nightsWords(segment.checkOut - segment.checkIn)}`);
    const type = store.roomType(segment.roomTypeId)?.name ?? "";
    line(`${capitalised(roomWords(store, segment.roomId))} · ${type}`);
    line(`${partyWords(segment)} · ${sourceWords[segment.sourceType]}`);
    if (segment.badges !== "") line(segment.badges);
    if (segment.balanceDue) line(t("Balance due"), "card-due");
    if (segment.roomLocked) line(t("Room locked"));
    return facts;
  }

  private actions(segment: Segment): HTMLElement {
    const actions = element("div", "card-actions");
    const add = (label: string, className: string, run: (target: HTMLElement) => void): void => {
      const made = element("button", `board-button ${className}`, { type: "button" }, label);
      made.addEventListener("click", () => {
        this.hide();
        run(made);
      });
      actions.append(made);
    };
    add(t("Open"), "", () => this.handlers.open(segment));
    const [first] = this.commandsOf(segment);
    if (first !== undefined && first !== "cancel") add(commandWords[first], "primary", () => this.handlers.run(segment, first));
    const { left, bottom } = this.chipOf(segment)?.element.getBoundingClientRect() ?? new DOMRect();
    add(t("More…"), "", () => this.handlers.openMenu(segment, Math.max(left, 180), bottom));
    return actions;
  }
}

function partyWords({ adults, children }: Segment): string {
  const words = tn("{count} adult", "{count} adults", adults);
  if (children === 0) return words;
  return `${words}, ${tn("{count} child", "{count} children", children)}`;
}

function capitalised(words: string): string {
  return words.charAt(0).toLocaleUpperCase() + words.slice(1);
}
