import { html, type TemplateResult } from "lit";
import type { Reservation } from "../../api/types";
import { t } from "../../language/translate";
import { ModalElement } from "../base/modal";
import type { Draft, PropertyContext, ReservationPrefill } from "./draft";
import type { DrawerController } from "./drawer-controller";

export interface OpenOptions {
  /** "details", "folio", "notes", "history" or "panel-<id>". */
  tab?: string;
  /** The input that gets the focus. */
  focus?: keyof Draft;
}

/**
 * `<pms-reservation-drawer property-id currency timezone business-date permissions>`: create and edit a reservation.
 *
 * Dispatches `pms-reservation-saved` ({reservation, created}) after saving, `pms-reservation-changed` ({reservation,
 * command}) after a command, and `pms-drawer-closed`. `permissions` is a space-separated list of what the person may
 * do; without it every action shows and the server decides. The form itself is loaded when the page is idle, or on
 * first use, so that it costs no page its start.
 */
export class ReservationDrawer extends ModalElement {
  static override properties = {
    ...ModalElement.properties,
    propertyId: { attribute: "property-id" },
    currency: {},
    timezone: {},
    businessDate: { attribute: "business-date" },
    permissions: {},
  };
  declare propertyId: string;
  declare currency: string;
  declare timezone: string;
  declare businessDate: string;
  declare permissions: string | undefined;
  private controller: DrawerController | undefined;
  private loading: Promise<DrawerController> | undefined;
  private retry: (() => void) | undefined;

  constructor() {
    super();
    this.propertyId = "";
    this.currency = "EUR";
    this.timezone = "UTC";
    this.businessDate = new Date().toISOString().slice(0, 10);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const whenIdle = window.requestIdleCallback ?? ((work: () => void) => setTimeout(work, 1000));
    whenIdle(() => void this.load().catch(() => undefined)); // tried again, and told, on first use
  }

  /** Opens on a new reservation; resolves once it can be filled in. */
  async openNew(prefill: ReservationPrefill = {}): Promise<void> {
    await (await this.ready(() => void this.openNew(prefill)))?.openNew(prefill);
  }

  /** Opens an existing reservation; resolves once it is shown. */
  async open(id: string, options: OpenOptions = {}): Promise<void> {
    await (await this.ready(() => void this.open(id, options)))?.open(id, options);
  }

  /** Closes; with unsaved changes asks first. Resolves with whether it closed. */
  async close(): Promise<boolean> {
    if (this.controller !== undefined) return this.controller.close();
    this.shown = false;
    return true;
  }

  /** Shows a newer state that came from elsewhere, if it is of the reservation shown; what is typed stays. */
  refresh(reservation: Reservation): void {
    this.controller?.refresh(reservation);
  }

  get property(): PropertyContext {
    const { propertyId, currency, timezone, businessDate } = this;
    return { propertyId, currency, timezone, businessDate };
  }

  setShown(shown: boolean): void {
    this.shown = shown;
  }

  protected dismiss(): void {
    void this.close();
  }

  private load(): Promise<DrawerController> {
    this.loading ??= import("./drawer-controller").then(
      (module) => (this.controller = new module.DrawerController(this)),
      (failure: unknown) => {
        this.loading = undefined;
        throw failure;
      },
    );
    return this.loading;
  }

  /** Shows that something happens at once; a form that cannot be loaded is said, with a way to try again. */
  private async ready(again: () => void): Promise<DrawerController | undefined> {
    if (this.controller !== undefined) return this.controller;
    this.retry = undefined;
    this.shown = true;
    try {
      return await this.load();
    } catch {
      this.retry = again;
      this.requestUpdate();
      return undefined;
    }
  }

  /** The browser closed it without asking: what is typed is shown again rather than lost. */
  private readonly onClosed = (event: Event): void => {
    if (event.target !== this.dialog || this.dialog?.open || !this.shown) return;
    if (this.controller?.dirty) this.dialog?.showModal();
    else void this.close();
  };

  protected override render(): TemplateResult {
    return html`<dialog
      class="pms-drawer"
      role="dialog"
      aria-label=${t("Reservation")}
      @keydown=${this.onKey}
      @cancel=${this.onCancel}
      @close=${this.onClosed}
      @mousedown=${this.onPress}
    >
      ${this.controller?.content() ?? this.waiting()}
    </dialog>`;
  }

  private waiting(): TemplateResult {
    if (this.retry === undefined) return html`<p class="pms-empty" role="status">${t("Loading…")}</p>`;
    return html`<div class="pms-empty" role="alert">
      <p>${t("The form could not be loaded. Check the connection, then try again.")}</p>
      <div class="d-flex gap-2">
        <button type="button" class="btn" @click=${() => this.close()}>${t("Close")}</button>
        <button type="button" class="btn btn-primary" @click=${this.retry}>${t("Try again")}</button>
      </div>
    </div>`;
  }
}

customElements.define("pms-reservation-drawer", ReservationDrawer);
