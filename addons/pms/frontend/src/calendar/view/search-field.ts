import type { BoardStore } from "../../state/board-store";
import type { Segment } from "../../state/model";
import { findStays } from "../../state/search";
import { t } from "../../language/translate";
import { element } from "./elements";
import { icon } from "./icon";

/** Finds stays on the shown nights by guest or room; Enter goes from one to the next. */
export class SearchField {
  readonly element = element("label", "board-search");
  readonly input = element("input", "", { type: "search", placeholder: t("Search guest or room"), "aria-label": t("Search guest or room") });
  private readonly count = element("span", "board-matches", { "aria-live": "polite" });
  private matches: readonly Segment[] = [];
  private position = -1;

  constructor(
    private readonly store: BoardStore,
    private readonly onFound: (matches: readonly Segment[] | null, current: Segment | null) => void,
    private readonly onLeave: () => void,
  ) {
    this.element.append(icon("search"), this.input, this.count);
    this.input.setAttribute("aria-keyshortcuts", "/");
    this.input.addEventListener("input", () => this.search());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
  }

  focus(): void {
    this.input.focus();
    this.input.select();
  }

  private onKey(event: KeyboardEvent): void {
    if (event.key === "Enter") this.next(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") this.leave();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  private search(): void {
    const words = this.input.value.trim();
    this.matches = words === "" ? [] : findStays(this.store, words);
    this.position = -1;
    this.count.textContent = words !== "" && this.matches.length === 0 ? t("No stay or room on these dates matches") : "";
    if (words === "") this.onFound(null, null);
    else if (this.matches.length === 0) this.onFound([], null);
    else this.next(1);
  }

  private next(by: 1 | -1): void {
    const { length } = this.matches;
    if (length === 0) return;
    this.position = (this.position + by + length) % length;
    this.count.textContent = t("{position} of {count}", { position: this.position + 1, count: length });
    this.onFound(this.matches, this.matches[this.position]!);
  }

  private leave(): void {
    this.input.value = "";
    this.search();
    this.onLeave();
  }
}
