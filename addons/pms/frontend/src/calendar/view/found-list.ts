import type { Reservation } from "../../api/types";
import { t } from "../../language/translate";
import { element, setAttribute } from "./elements";

const LIST_ID = "board-found";

/** How a reservation is named in the list: who, then when, where and how it stands. */
export interface FoundWords {
  readonly name: string;
  readonly details: string;
}

/** The reservations found, under the search field, which keeps the focus and names the active one. */
export class FoundList {
  readonly element = element("div", "board-found", { id: LIST_ID, role: "listbox", "aria-label": t("Reservations found"), hidden: "" });
  private stays: readonly Reservation[] = [];
  private active = -1;

  constructor(
    private readonly input: HTMLInputElement,
    private readonly describe: (stay: Reservation) => FoundWords,
    private readonly onChosen: (stay: Reservation) => void,
  ) {
    const roles = { role: "combobox", "aria-autocomplete": "list", "aria-controls": LIST_ID, "aria-expanded": "false" };
    for (const [name, value] of Object.entries(roles)) input.setAttribute(name, value);
    input.addEventListener("blur", () => this.close());
  }

  get isOpen(): boolean {
    return !this.element.hidden;
  }

  show(stays: readonly Reservation[]): void {
    this.stays = stays;
    this.active = -1;
    this.element.replaceChildren(...stays.map((stay, index) => this.option(stay, index)));
    this.element.hidden = stays.length === 0;
    this.mark();
  }

  close(): void {
    this.show([]);
  }

  move(by: 1 | -1): void {
    const { length } = this.stays;
    this.active = this.active === -1 && by === -1 ? length - 1 : (this.active + by + length) % length;
    this.mark();
  }

  /** Chooses the active one, or the only one; of several steps to the first. */
  choose(): void {
    const stay = this.stays[this.stays.length === 1 ? 0 : this.active];
    if (stay === undefined) this.move(1);
    else this.take(stay);
  }

  private take(stay: Reservation): void {
    this.close();
    this.onChosen(stay);
  }

  private mark(): void {
    setAttribute(this.input, "aria-expanded", String(this.isOpen));
    [...this.element.children].forEach((option, index) => setAttribute(option, "aria-selected", String(index === this.active)));
    if (this.active === -1) return this.input.removeAttribute("aria-activedescendant");
    setAttribute(this.input, "aria-activedescendant", `${LIST_ID}-${this.active}`);
    this.element.children[this.active]?.scrollIntoView?.({ block: "nearest" });
  }

  private option(stay: Reservation, index: number): HTMLElement {
    const { name, details } = this.describe(stay);
    const made = element("div", "", { id: `${LIST_ID}-${index}`, role: "option" }, element("b", "", {}, name), " ", element("span", "", {}, details));
    // On mousedown the field would lose the focus and close the list before the click.
    made.addEventListener("mousedown", (event) => event.preventDefault());
    made.addEventListener("click", () => this.take(stay));
    return made;
  }
}
