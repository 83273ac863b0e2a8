import type { CommandTogether } from "../../api/reservations";
import { t } from "../../language/translate";
import { selectedWords } from "../../state/together-words";
import { commandWords } from "../../state/words";
import { element } from "./elements";

export interface SelectionBarHandlers {
  run(command: CommandTogether): void;
  unassign(): void;
  clear(): void;
}

/** How many stays are selected and what can be done with all of them; where the legend is, so that nothing of the board is covered. */
export class SelectionBar {
  readonly element = element("div", "board-selection", { role: "toolbar", "aria-label": t("Selected stays"), hidden: "" });
  private readonly words = element("b");
  private readonly commands = element("span", "board-selection-commands");
  private shown = "";

  constructor(private readonly handlers: SelectionBarHandlers) {
    this.element.append(
      this.words,
      this.commands,
      button(t("Take out of their rooms"), () => handlers.unassign()),
      button(t("Clear selection"), () => handlers.clear()),
    );
  }

  show(count: number, commands: readonly CommandTogether[]): void {
    this.element.hidden = count === 0;
    this.words.textContent = selectedWords(count);
    if (this.shown === commands.join()) return;
    this.shown = commands.join();
    this.commands.replaceChildren(...commands.map((command) => button(wordsOf(command), () => this.handlers.run(command))));
  }

  /** Nothing can be begun while a step is under way. */
  set busy(busy: boolean) {
    this.element.setAttribute("aria-busy", String(busy));
    for (const each of this.element.querySelectorAll("button")) each.disabled = busy;
  }
}

function wordsOf(command: CommandTogether): string {
  return command === "cancel" ? t("Cancel them") : commandWords[command];
}

function button(label: string, run: () => void): HTMLButtonElement {
  const made = element("button", "board-button", { type: "button" }, label);
  made.addEventListener("click", run);
  return made;
}
