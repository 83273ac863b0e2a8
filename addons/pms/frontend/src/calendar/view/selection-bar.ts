import { t } from "../../language/translate";
import { selectedWords } from "../../state/together-words";
import { element } from "./elements";

export interface SelectionBarHandlers {
  unassign(): void;
  clear(): void;
}

/** How many stays are selected and what can be done with all of them; where the legend is, so that nothing of the board is covered. */
export class SelectionBar {
  readonly element = element("div", "board-selection", { role: "toolbar", "aria-label": t("Selected stays"), hidden: "" });
  private readonly words = element("b");

  constructor(handlers: SelectionBarHandlers) {
    const button = (label: string, run: () => void): HTMLButtonElement => {
      const made = element("button", "board-button", { type: "button" }, label);
      made.addEventListener("click", run);
      return made;
    };
    this.element.append(this.words, button(t("Take out of their rooms"), handlers.unassign), button(t("Clear selection"), handlers.clear));
  }

  show(count: number): void {
    this.element.hidden = count === 0;
    this.words.textContent = selectedWords(count);
  }
}
