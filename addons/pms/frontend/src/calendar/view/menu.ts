import { element } from "./elements";

export interface MenuItem {
  readonly label: string;
  readonly run: () => void;
  readonly danger?: boolean;
  /** Begins a new part of the menu. */
  readonly apart?: boolean;
}

/** One menu at a time, at a place on the screen: arrows, first letters, Enter, Esc. */
export class Menu {
  readonly element = element("div", "board-menu", { role: "menu", hidden: "" });
  private onClose = (): void => undefined;

  constructor() {
    this.element.addEventListener("keydown", (event) => this.onKey(event));
    this.element.addEventListener("focusout", (event) => {
      if (!(event.relatedTarget instanceof Node && this.element.contains(event.relatedTarget))) this.close(false);
    });
  }

  open(name: string, items: readonly MenuItem[], x: number, y: number, onClose: () => void): void {
    this.close(false);
    this.onClose = onClose;
    this.element.setAttribute("aria-label", name);
    this.element.replaceChildren(...items.map((item) => this.itemButton(item)));
    this.element.hidden = false;
    const { offsetWidth, offsetHeight } = this.element;
    const left = Math.max(8, Math.min(x, window.innerWidth - offsetWidth - 8));
    const top = Math.max(8, Math.min(y, window.innerHeight - offsetHeight - 8));
    this.element.style.transform = `translate(${left}px,${top}px)`;
    this.items[0]?.focus();
  }

  close(giveFocusBack: boolean): void {
    if (this.element.hidden) return;
    this.element.hidden = true;
    if (giveFocusBack) this.onClose();
  }

  private get items(): HTMLElement[] {
    return [...this.element.querySelectorAll<HTMLElement>("[role=menuitem]")];
  }

  private itemButton({ label, run, danger, apart }: MenuItem): HTMLElement {
    const look = `${danger ? "danger" : ""}${apart ? " apart" : ""}`;
    const made = element("button", look, { type: "button", role: "menuitem", tabindex: "-1" }, label);
    made.addEventListener("click", () => {
      this.close(true);
      run();
    });
    return made;
  }

  private onKey(event: KeyboardEvent): void {
    event.stopPropagation();
    const { items } = this;
    const at = items.indexOf(document.activeElement as HTMLElement);
    const focus = (index: number): void => items[(index + items.length) % items.length]?.focus();
    if (event.key === "ArrowDown") focus(at + 1);
    else if (event.key === "ArrowUp") focus(at - 1);
    else if (event.key === "Home") focus(0);
    else if (event.key === "End") focus(-1);
    else if (event.key === "Escape" || event.key === "Tab") this.close(true);
    else if (event.key.length === 1 && event.key !== " ") this.focusLetter(event.key, at);
    else return;
    event.preventDefault();
  }

  private focusLetter(letter: string, at: number): void {
    const { items } = this;
    const order = [...items.slice(at + 1), ...items.slice(0, at + 1)];
    order.find((item) => item.textContent?.toLocaleLowerCase().startsWith(letter.toLocaleLowerCase()))?.focus();
  }
}
