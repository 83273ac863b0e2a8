import type { Reservation } from "../../api/types";
import type { BoardStore } from "../../state/board-store";
import type { Segment } from "../../state/model";
import type { Finding, ReservationFinder } from "../../state/reservation-finder";
import { findStays } from "../../state/search";
import { t, tn } from "../../language/translate";
import { element } from "./elements";
import { FoundList, type FoundWords } from "./found-list";
import { icon } from "./icon";

export interface SearchHandlers {
  /** The matches among the shown nights, null when nothing is searched for, and the one to stand on. */
  found(matches: readonly Segment[] | null, current: Segment | null): void;
  describe(stay: Reservation): FoundWords;
  /** A reservation of any dates was chosen. */
  chosen(stay: Reservation): void;
  leave(): void;
}

const SHORTEST = 2;

/**
 * Finds stays on the shown nights by guest or room; Enter goes from one to the next. Where none matches, or on the
 * arrow down, the server is asked for reservations of any dates.
 */
export class SearchField {
  readonly element = element("div", "board-finder");
  readonly input = element("input", "", {
    type: "text",
    autocomplete: "off",
    spellcheck: "false",
    enterkeyhint: "search",
    placeholder: t("Guest, room or number"),
    "aria-label": t("Search guest, room or number"),
  });
  private readonly count = element("span", "board-matches", { "aria-live": "polite" });
  private readonly list: FoundList;
  private matches: readonly Segment[] = [];
  private position = -1;

  /** @param finder null for those who may not read reservations. */
  constructor(
    private readonly store: BoardStore,
    private readonly finder: ReservationFinder | null,
    private readonly handlers: SearchHandlers,
  ) {
    this.list = new FoundList(this.input, handlers.describe, (stay) => this.choose(stay));
    this.element.append(element("label", "board-search", {}, icon("search"), this.input, this.count), this.list.element);
    this.input.setAttribute("aria-keyshortcuts", "/");
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.finder?.forget());
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  private get words(): string {
    return this.input.value.trim();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.isComposing || !this.run(event.key, event.shiftKey)) return;
    event.preventDefault();
    event.stopPropagation();
  }

  private run(key: string, shifted: boolean): boolean {
    const { list } = this;
    if (key === "Enter" && list.isOpen) list.choose();
    else if (key === "Enter" && this.matches.length > 0) this.next(shifted ? -1 : 1);
    else if (key === "Enter") this.askElsewhere(true);
    else if (key === "Escape" && list.isOpen) list.close();
    else if (key === "Escape") this.leave();
    else if ((key === "ArrowDown" || key === "ArrowUp") && list.isOpen) list.move(key === "ArrowDown" ? 1 : -1);
    else if (key === "ArrowDown") this.askElsewhere(true);
    else return false;
    return true;
  }

  private search(): void {
    const { words } = this;
    this.finder?.forget();
    this.list.close();
    this.matches = words === "" ? [] : findStays(this.store, words);
    this.position = -1;
    this.count.textContent = words !== "" && this.matches.length === 0 ? t("No stay or room on these dates matches") : "";
    if (words === "") this.handlers.found(null, null);
    else if (this.matches.length > 0) this.next(1);
    else {
      this.handlers.found([], null);
      this.askElsewhere(false);
    }
  }

  private askElsewhere(atOnce: boolean): void {
    if (this.words.length >= SHORTEST) this.finder?.ask(this.words, (finding) => this.tell(finding), atOnce);
  }

  private tell(finding: Finding): void {
    if (finding.state === "asking") this.count.textContent = t("Searching…");
    else if (finding.state === "failed") this.count.textContent = t("Other dates could not be searched");
    else {
      const { length } = finding.stays;
      this.count.textContent = length === 0 ? t("No reservation matches") : tn("{count} reservation found", "{count} reservations found", length);
      this.list.show(finding.stays);
    }
  }

  private choose(stay: Reservation): void {
    this.input.value = "";
    this.search();
    this.handlers.chosen(stay);
  }

  private next(by: 1 | -1): void {
    const { length } = this.matches;
    this.position = (this.position + by + length) % length;
    this.count.textContent = t("{position} of {count}", { position: this.position + 1, count: length });
    this.handlers.found(this.matches, this.matches[this.position]!);
  }

  private leave(): void {
    this.input.value = "";
    this.search();
    this.handlers.leave();
  }
}
