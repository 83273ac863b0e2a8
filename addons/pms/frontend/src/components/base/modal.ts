/** What our modal dialogs share: the native `<dialog>` for inertness and focus return, Esc and Tab handled by us. */
import type { PropertyValues } from "lit";
import { LightElement } from "./light-element";

const FOCUSABLE =
  'a[href], button:not([disabled]), input:not([disabled]):not([type="hidden"]), select:not([disabled]), textarea:not([disabled]), [tabindex]:not([tabindex="-1"])';

export abstract class ModalElement extends LightElement {
  static override properties = { shown: { state: true } };
  declare protected shown: boolean;

  constructor() {
    super();
    this.shown = false;
  }

  /** Called for Esc, the backdrop and the close button; asks or closes. */
  protected abstract dismiss(): void;

  /** Every subclass renders exactly one `<dialog>` with `@keydown`, `@cancel` and `@mousedown` bound to these. */
  protected get dialog(): HTMLDialogElement | null {
    return this.querySelector("dialog");
  }

  protected override updated(changed: PropertyValues): void {
    const { dialog } = this;
    if (dialog === null) return;
    if (this.shown && !dialog.open) dialog.showModal();
    else if (!this.shown && dialog.open) dialog.close();
    super.updated(changed);
  }

  /** The browser's own close requests (a phone's back gesture) go through `dismiss` too. */
  protected readonly onCancel = (event: Event): void => {
    if (event.target !== this.dialog) return;
    event.preventDefault();
    this.dismiss();
  };

  /** The browser may close without asking (a second close request in a row); by now it may be open again for the next thing. */
  protected readonly onClose = (event: Event): void => {
    if (event.target === this.dialog && !this.dialog?.open) this.shown = false;
  };

  /** A press on the backdrop has the dialog itself as its target and lies outside its box. */
  protected readonly onPress = (event: MouseEvent): void => {
    const { dialog } = this;
    if (event.target !== dialog || dialog === null) return;
    const box = dialog.getBoundingClientRect();
    const inside = event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    if (!inside) this.dismiss();
  };

  /** Keys stay inside: the board's one-letter shortcuts must not fire while a person types here. */
  protected readonly onKey = (event: KeyboardEvent): void => {
    event.stopPropagation();
    if (event.key === "Escape" && !event.defaultPrevented) {
      event.preventDefault();
      this.dismiss();
    } else if (event.key === "Tab") this.keepFocusInside(event);
  };

  private keepFocusInside(event: KeyboardEvent): void {
    const stops = Array.from(this.dialog?.querySelectorAll<HTMLElement>(FOCUSABLE) ?? []).filter((stop) => stop.getClientRects().length > 0);
    const first = stops[0];
    const last = stops[stops.length - 1];
    if (first === undefined || last === undefined) return event.preventDefault();
    const active = document.activeElement;
    const outside = !this.dialog?.contains(active) || active === this.dialog;
    if (event.shiftKey && (active === first || outside)) {
      event.preventDefault();
      last.focus();
    } else if (!event.shiftKey && (active === last || outside)) {
      event.preventDefault();
      first.focus();
    }
  }
}

/** The page's one element of a kind, made when the page has none. */
export function sharedElement<T extends HTMLElement>(name: string): T {
  const found = document.querySelector<T>(name);
  if (found !== null) return found;
  const made = document.createElement(name) as T;
  document.body.append(made);
  return made;
}
