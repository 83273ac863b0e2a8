import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { t } from "../../language/translate";
import { icon } from "../base/icons";
import { LightElement } from "../base/light-element";

export interface ToastOptions {
  message: string;
  /** Told below the message, one to a line. */
  details?: readonly string[];
  kind?: "success" | "info" | "warning" | "danger";
  /** Adds the button "Undo"; the toast leaves when it is pressed. */
  undo?: () => unknown;
  /** Another single action, such as "Open". */
  action?: { label: string; run: () => unknown };
  /** Milliseconds on the screen; 8 s by default, `Infinity` = until dismissed. */
  duration?: number;
}

interface Toast extends ToastOptions {
  id: number;
  remaining: number;
}

const MOST_SHOWN = 4;

/** `<pms-toasts>`: short messages with "Undo". The clock stands still while the pointer or the focus is on them. */
export class Toasts extends LightElement {
  static override properties = { toasts: { state: true } };
  declare private toasts: Toast[];
  private lastId = 0;
  private held = false;
  private runningSince: number | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.toasts = [];
  }

  /** Shows a message and returns its id for {@link dismiss}. */
  show(options: ToastOptions): number {
    this.stopClock();
    const toast: Toast = { ...options, id: ++this.lastId, remaining: options.duration ?? 8000 };
    this.toasts = [...this.toasts, toast].slice(-MOST_SHOWN);
    this.startClock();
    return toast.id;
  }

  dismiss(id: number): void {
    this.stopClock();
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
    if (this.toasts.length === 0) this.held = false;
    this.startClock();
  }

  /** Runs the newest toast's undo, for Ctrl+Z; says whether there was one. */
  undoLatest(): boolean {
    const latest = this.toasts.findLast((toast) => toast.undo !== undefined);
    if (latest === undefined) return false;
    this.run(latest, latest.undo);
    return true;
  }

  override disconnectedCallback(): void {
    this.stopClock();
    super.disconnectedCallback();
  }

  private run(toast: Toast, action: (() => unknown) | undefined): void {
    this.dismiss(toast.id);
    action?.();
  }

  /** One timer for the toast that leaves next; the time passed is taken off all of them when it stops. */
  private startClock(): void {
    if (this.held || this.toasts.length === 0) return;
    const next = Math.min(...this.toasts.map((toast) => toast.remaining));
    this.runningSince = performance.now();
    if (next !== Infinity) this.timer = setTimeout(() => this.expire(), Math.max(0, next));
  }

  private stopClock(): void {
    clearTimeout(this.timer);
    if (this.runningSince !== undefined) {
      const passed = performance.now() - this.runningSince;
      for (const toast of this.toasts) toast.remaining -= passed;
    }
    this.runningSince = undefined;
  }

  private expire(): void {
    const next = Math.min(...this.toasts.map((toast) => toast.remaining));
    const due = new Set(this.toasts.filter((toast) => toast.remaining === next));
    this.stopClock();
    this.toasts = this.toasts.filter((toast) => !due.has(toast) && toast.remaining > 0);
    this.startClock();
  }

  private readonly hold = (): void => {
    if (this.held) return;
    this.stopClock();
    this.held = true;
  };

  private readonly release = (): void => {
    if (!this.held || this.matches(":hover") || this.contains(document.activeElement)) return;
    this.held = false;
    this.startClock();
  };

  private readonly onFocusOut = (event: FocusEvent): void => {
    if (event.relatedTarget instanceof Node && this.contains(event.relatedTarget)) return;
    if (this.matches(":hover")) return;
    this.held = false;
    this.startClock();
  };

  protected override render(): TemplateResult {
    return html`<div
      class="pms-toasts"
      role="status"
      aria-live="polite"
      @mouseenter=${this.hold}
      @mouseleave=${this.release}
      @focusin=${this.hold}
      @focusout=${this.onFocusOut}
    >
      ${repeat(
        this.toasts,
        (toast) => toast.id,
        (toast) => this.card(toast),
      )}
    </div>`;
  }

  private card(toast: Toast): TemplateResult {
    const { kind = "info", message, details = [], undo, action } = toast;
    return html`<div class="pms-toast" data-kind=${kind}>
      <div class="pms-toast-message">${message}${details.length === 0 ? nothing : linesOf(details)}</div>
      ${undo === undefined
        ? nothing
        : html`<button type="button" class="btn btn-sm pms-toast-action" @click=${() => this.run(toast, undo)}>${icon("undo")}${t("Undo")}</button>`}
      ${action === undefined
        ? nothing
        : html`<button type="button" class="btn btn-sm pms-toast-action" @click=${() => this.run(toast, action.run)}>${action.label}</button>`}
      <button type="button" class="pms-icon-button" aria-label=${t("Dismiss message")} @click=${() => this.dismiss(toast.id)}>${icon("close")}</button>
    </div>`;
  }
}

function linesOf(details: readonly string[]): TemplateResult {
  return html`<ul class="mb-0 ps-3">
    ${details.map((line) => html`<li>${line}</li>`)}
  </ul>`;
}

customElements.define("pms-toasts", Toasts);
