import { html, nothing, type TemplateResult } from "lit";
import { searchGuests } from "../../api/guests";
import type { GuestSummary } from "../../api/types";
import { t } from "../../language/translate";
import { icon } from "../base/icons";
import { LightElement } from "../base/light-element";

type Search = { state: "idle" | "searching" | "failed" } | { state: "found"; guests: GuestSummary[] };

const PAUSE = 180;
const SHORTEST = 2;

/** Splits what was typed into the search into a new guest's names: "Layla Haddad", "Haddad, Layla". */
export function namesFrom(text: string): { firstName: string; lastName: string } {
  const [last, first] = text.split(",").map((part) => part.trim());
  if (first !== undefined && last !== undefined) return { firstName: first, lastName: last };
  const words = text.trim().split(/\s+/);
  const lastName = words.pop() ?? ""; // a single word is the family name, the one a booking needs
  return { firstName: words.join(" "), lastName };
}

/**
 * `<pms-guest-picker>`: a combobox over the guests known. Dispatches `pms-guest-picked` ({guest}) and, when the name
 * typed is nobody's, `pms-guest-new` ({firstName, lastName}).
 */
export class GuestPicker extends LightElement {
  static override properties = { idPrefix: { attribute: "id-prefix" }, label: {}, text: { state: true }, search: { state: true }, active: { state: true }, open: { state: true } };
  /** Begins the ids inside, since a page may have two pickers. */
  declare idPrefix: string;
  declare label: string;
  declare private text: string;
  declare private search: Search;
  declare private active: number;
  declare private open: boolean;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private abort: AbortController | undefined;

  constructor() {
    super();
    this.idPrefix = "pms-guest";
    this.label = t("Find a guest");
    this.text = "";
    this.search = { state: "idle" };
    this.active = -1;
    this.open = false;
  }

  override disconnectedCallback(): void {
    clearTimeout(this.timer);
    this.abort?.abort();
    super.disconnectedCallback();
  }

  private get guests(): GuestSummary[] {
    return this.search.state === "found" ? this.search.guests : [];
  }

  /** The guests found, then "new guest". */
  private get optionCount(): number {
    return this.guests.length + 1;
  }

  private onInput(text: string): void {
    this.text = text;
    this.active = -1;
    clearTimeout(this.timer);
    this.abort?.abort();
    this.open = text.trim().length >= SHORTEST;
    if (!this.open) {
      this.search = { state: "idle" };
      return;
    }
    this.search = { state: "searching" };
    this.timer = setTimeout(() => void this.look(text.trim()), PAUSE);
  }

  private async look(text: string): Promise<void> {
    const abort = (this.abort = new AbortController());
    try {
      const result = await searchGuests(text, 8, abort.signal);
      if (abort.signal.aborted) return;
      this.search = result.ok ? { state: "found", guests: result.value.items } : { state: "failed" };
    } catch (failure) {
      if (!abort.signal.aborted) throw failure;
    }
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === "Enter") event.preventDefault(); // the search never sends the reservation
    if (!this.open) return;
    if (event.key === "ArrowDown") this.active = (this.active + 1) % this.optionCount;
    else if (event.key === "ArrowUp") this.active = (this.active <= 0 ? this.optionCount : this.active) - 1;
    else if (event.key === "Enter") this.choose(this.active === -1 ? this.guests.length : this.active);
    else if (event.key === "Escape") this.open = false;
    else return;
    event.preventDefault();
  }

  private choose(index: number): void {
    const guest = this.guests[index];
    this.open = false;
    const detail = guest ? { guest } : namesFrom(this.text);
    this.text = "";
    this.search = { state: "idle" };
    this.dispatchEvent(new CustomEvent(guest ? "pms-guest-picked" : "pms-guest-new", { detail, bubbles: true }));
  }

  protected override render(): TemplateResult {
    return html`<div class="pms-combobox">
      <label class="form-label" for="${this.idPrefix}-search">${this.label}</label>
      <div class="input-icon">
        <span class="input-icon-addon">${icon("search")}</span>
        <input
          class="form-control"
          id="${this.idPrefix}-search"
          type="text"
          role="combobox"
          autocomplete="off"
          spellcheck="false"
          placeholder=${t("Name, e-mail or phone")}
          aria-autocomplete="list"
          aria-expanded=${this.open}
          aria-controls="${this.idPrefix}-options"
          aria-activedescendant=${this.open && this.active >= 0 ? `${this.idPrefix}-option-${this.active}` : nothing}
          .value=${this.text}
          @input=${(event: InputEvent) => this.onInput((event.target as HTMLInputElement).value)}
          @keydown=${(event: KeyboardEvent) => this.onKey(event)}
          @blur=${() => (this.open = false)}
        />
      </div>
      <div class="pms-options" ?hidden=${!this.open}>
        <div id="${this.idPrefix}-options" role="listbox" aria-label=${t("Guests")}>
          ${this.guests.map((guest, index) => this.option(index, this.guestOption(guest)))}
          ${this.option(this.guests.length, html`<span>${t("New guest:")} <strong>${this.text.trim()}</strong></span>`)}
        </div>
        <div class="pms-options-note" role="status">${this.note()}</div>
      </div>
    </div>`;
  }

  /** Chosen on mousedown: the input's blur would close the list before a click. */
  private option(index: number, content: TemplateResult): TemplateResult {
    return html`<div
      class="pms-option ${index === this.active ? "active" : ""}"
      id="${this.idPrefix}-option-${index}"
      role="option"
      aria-selected=${index === this.active}
      @mousedown=${(event: MouseEvent) => {
        event.preventDefault();
        this.choose(index);
      }}
    >
      ${content}
    </div>`;
  }

  private guestOption({ firstName, lastName, email, phone }: GuestSummary): TemplateResult {
    const contact = [email, phone].filter((part) => part !== null && part !== "").join(" · ");
    return html`<span class="pms-option-name">${firstName} ${lastName}</span><span class="pms-option-detail">${contact}</span>`;
  }

  private note(): string {
    if (this.search.state === "searching") return t("Searching…");
    if (this.search.state === "failed") return t("Guests could not be searched. You can still enter a new guest.");
    if (this.search.state === "found" && this.search.guests.length === 0) return t("No guest found by that name.");
    return "";
  }
}

customElements.define("pms-guest-picker", GuestPicker);
