import { dayFromIso, type Day, isoFromDay } from "../layout/days";
import { type DayRange, VIEW_NAMES, type ViewName } from "../layout/views";
import type { CalendarLanguage } from "../../state/calendar-language";
import { t } from "../../language/translate";
import { viewWords } from "../../state/words";
import { element } from "./elements";
import { icon } from "./icon";

export interface ToolbarHandlers {
  step(direction: 1 | -1): void;
  today(): void;
  goTo(day: Day): void;
  chooseView(view: ViewName): void;
  createReservation(): void;
  showHelp(): void;
}

/** Dates, views, search and the new-reservation button above the grid. */
export class Toolbar {
  readonly element = element("div", "board-toolbar", { role: "toolbar", "aria-label": t("Calendar") });
  private readonly title = element("h1", "board-title", { "aria-live": "polite" });
  private readonly date = element("input", "board-date", { type: "date", "aria-label": t("Go to date") });
  private readonly link = element("span", "board-link", { "aria-live": "polite" });
  private readonly views = new Map<ViewName, HTMLButtonElement>();

  /** @param search the search field, which looks after itself */
  constructor(handlers: ToolbarHandlers, search: HTMLElement, mayCreate: boolean) {
    const dates = element(
      "div",
      "board-dates",
      {},
      iconButton("left", t("Earlier"), () => handlers.step(-1)),
      button("board-button", t("Today"), () => handlers.today()),
      iconButton("right", t("Later"), () => handlers.step(1)),
      this.date,
    );
    const views = element("div", "board-views", { role: "group", "aria-label": t("View") });
    for (const view of VIEW_NAMES) {
      const choose = button("board-view", viewWords[view], () => handlers.chooseView(view));
      this.views.set(view, choose);
      views.append(choose);
    }
    this.date.addEventListener("change", () => this.date.value !== "" && handlers.goTo(dayFromIso(this.date.value)));
    const create = button("board-button primary", t("New reservation"), () => handlers.createReservation());
    create.prepend(icon("plus"));
    create.setAttribute("aria-keyshortcuts", "N");
    this.element.append(dates, this.title, this.link, element("span", "board-space"), search, views);
    this.element.append(iconButton("keyboard", t("Keyboard help"), () => handlers.showHelp()));
    if (mayCreate) this.element.append(create);
  }

  show(view: ViewName, range: DayRange, anchor: Day, language: CalendarLanguage): void {
    this.title.textContent = language.range(range.firstDay, range.firstDay + range.dayCount - 1);
    this.date.value = isoFromDay(anchor);
    for (const [name, choose] of this.views) choose.setAttribute("aria-pressed", String(name === view));
  }

  /** One quiet line about the connection; empty when all is well. */
  tell(words: string, trouble: boolean): void {
    if (this.link.textContent !== words) this.link.textContent = words;
    this.link.classList.toggle("trouble", trouble);
  }
}

function button(className: string, label: string, onPress: () => void): HTMLButtonElement {
  const made = element("button", className, { type: "button" }, label);
  made.addEventListener("click", onPress);
  return made;
}

function iconButton(name: Parameters<typeof icon>[0], label: string, onPress: () => void): HTMLButtonElement {
  const made = button("board-button icon", "", onPress);
  made.setAttribute("aria-label", label);
  made.title = label;
  made.append(icon(name));
  return made;
}
