/** Everything the drawer does once it is wanted; loaded by its element on first use, with the form and its rules. */
import { html, nothing, type TemplateResult } from "lit";
import type { Guest, Reservation } from "../../api/types";
import { t } from "../../language/translate";
import { sharedElement } from "../base/modal";
import type { Toasts } from "../dialogs/toasts";
import { readerLocale } from "../format/locale";
import { formatMoney } from "../format/money";
import { editable, nameOf, NOTHING, type ReservationAction } from "./actions";
import "./addon-panel";
import type { Draft, PropertyContext, ReservationPrefill } from "./draft";
import { act, askToDiscard, save, type Saved } from "./drawer-commands";
import { DrawerSession } from "./drawer-session";
import { actionBar, failure, foot, head, noticeBox, skeleton, tabBar, tabsOf } from "./drawer-view";
import "./folio-panel";
import { guestSection } from "./guest-section";
import type { GuestsPanel } from "./guests-panel";
import "./guests-panel";
import "./history-list";
import { ReferenceLoader } from "./reference-data";
import type { OpenOptions } from "./reservation-drawer";
import { notesField, staySections } from "./stay-section";

/** The tabs that show parts of the one form. */
const FORM_TABS: ReadonlySet<string> = new Set(["details", "notes"]);

/** What the controller needs of its element. */
export interface DrawerHost extends HTMLElement {
  readonly property: PropertyContext;
  readonly permissions: string | undefined;
  readonly updateComplete: Promise<boolean>;
  requestUpdate(): void;
  setShown(shown: boolean): void;
}

export class DrawerController {
  private readonly references = new ReferenceLoader();
  private session: DrawerSession | undefined;
  private tab = "details";
  private retry: () => void = () => undefined;

  constructor(private readonly host: DrawerHost) {}

  get dirty(): boolean {
    return (this.session?.dirty ?? false) || (this.guestsPanel?.dirty ?? false);
  }

  private get guestsPanel(): GuestsPanel | null {
    return this.host.querySelector("pms-guests-panel");
  }

  async openNew(prefill: ReservationPrefill): Promise<void> {
    const session = await this.begin(() => void this.openNew(prefill));
    if (session === undefined) return;
    await session.startNew(prefill, this.references);
    await this.focusOn(session, prefill.guest ? "#pms-field-roomTypeId" : "#pms-guest-search");
  }

  async open(id: string, options: OpenOptions): Promise<void> {
    const session = await this.begin(() => void this.open(id, options));
    if (session === undefined) return;
    this.tab = options.tab ?? "details";
    await session.load(id, this.references);
    await this.focusOn(session, options.focus ? `#pms-field-${options.focus}` : ".pms-drawer-title");
  }

  async close(): Promise<boolean> {
    if (this.session?.busy !== undefined) return false;
    if (this.dirty && !(await askToDiscard())) return false;
    this.end();
    return true;
  }

  refresh(reservation: Reservation): void {
    const shown = this.session?.reservation;
    if (shown?.id === reservation.id && reservation.version > shown.version) this.session?.take(reservation, true);
  }

  private async begin(retry: () => void): Promise<DrawerSession | undefined> {
    if (this.session?.busy !== undefined) return undefined;
    if (this.dirty && !(await askToDiscard())) return undefined;
    this.session?.end();
    const session: DrawerSession = new DrawerSession(
      this.host.property,
      () => this.host.requestUpdate(),
      () => void this.showRefusal(session),
    );
    this.session = session;
    this.retry = retry;
    this.tab = "details";
    this.host.setShown(true);
    this.host.requestUpdate();
    return session;
  }

  private end(): void {
    this.session?.end();
    this.session = undefined;
    this.host.setShown(false);
    this.announce("pms-drawer-closed", {});
  }

  private async focusOn(session: DrawerSession, selector: string): Promise<void> {
    await this.host.updateComplete;
    await (this.host.querySelector("pms-guest-picker") as { updateComplete?: Promise<boolean> } | null)?.updateComplete;
    if (session === this.session) this.host.querySelector<HTMLElement>(selector)?.focus();
  }

  private async showRefusal(session: DrawerSession): Promise<void> {
    this.choose(session.errorsOf("notes").length > 0 ? "notes" : "details");
    await this.host.updateComplete;
    if (session !== this.session) return;
    this.host.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
    this.host.querySelector(".pms-drawer-notice")?.scrollIntoView({ block: "nearest" });
  }

  private choose(tab: string): void {
    this.tab = tab;
    this.host.requestUpdate();
  }

  private readonly onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { session } = this;
    if (session === undefined) return;
    const saved = await save(session);
    if (saved === undefined) return;
    this.tellSaved(saved);
    if (session === this.session) this.end();
  };

  private tellSaved({ reservation, created }: Saved): void {
    this.announce("pms-reservation-saved", { reservation, created });
    const message = savedWords(reservation, created);
    this.toast(message, { label: t("Open"), run: () => void this.open(reservation.id, {}) });
  }

  private async run(action: ReservationAction): Promise<void> {
    const { session } = this;
    if (session === undefined) return;
    const reservation = await act(session, action, {
      onSaved: (saved) => this.announce("pms-reservation-saved", saved),
      showFolio: () => this.choose("folio"),
      may: (permission) => this.may(permission),
    });
    if (reservation === undefined) return;
    session.take(reservation);
    this.announce("pms-reservation-changed", { reservation, command: action.command });
    this.toast(action.done);
    await this.focusOn(session, ".pms-drawer-title");
  }

  /** Without a list of permissions the server alone decides. */
  private may(permission: string): boolean {
    const { permissions } = this.host;
    return permissions === undefined || permissions.split(/\s+/).includes(permission);
  }

  private toast(message: string, action?: { label: string; run: () => void }): void {
    sharedElement<Toasts>("pms-toasts").show({ message, kind: "success", ...(action ? { action } : {}) });
  }

  private announce(name: string, detail: unknown): void {
    this.host.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** What stands in the dialog; nothing while closed. */
  content(): TemplateResult | "" {
    const { session } = this;
    if (session === undefined) return "";
    const close = () => void this.close();
    if (session.phase !== "ready") {
      const body = session.phase === "loading" ? skeleton() : failure(session.notice, () => this.retry());
      return html`${head(session, close)}
        <div class="pms-drawer-body">${body}</div>`;
    }
    const may = (permission: string) => this.may(permission);
    const tabs = session.reservation === undefined ? [] : tabsOf(session.panels, may);
    return html`
      ${head(session, close)} ${actionBar(session, may, (action) => void this.run(action))}
      ${tabs.length > 0 ? tabBar(tabs, this.tab, (id) => this.choose(id)) : ""}
      <div class="pms-drawer-body" id="pms-tabpanel" role=${tabs.length > 0 ? "tabpanel" : "presentation"} aria-labelledby="pms-tab-${this.tab}">
        ${noticeBox(session.notice)}
        <div ?hidden=${!FORM_TABS.has(this.tab)}>${this.form(session)}</div>
        ${this.guestsTab(session)} ${this.otherTab(session)}
      </div>
      ${foot(session, close)}
    `;
  }

  /** Stays in the page under the other tabs, so that what is typed and where the cursor was are kept. */
  private form(session: DrawerSession): TemplateResult {
    const { reservation, draft, base, property, reference, facts, guest } = session;
    const may = this.may(reservation === undefined ? "pms.reservations.create" : "pms.reservations.edit") ? editable(reservation?.status) : NOTHING;
    const change = (changes: Partial<Draft>) => session.change(changes);
    const errorsOf = (field: keyof Draft) => session.errorsOf(field);
    const pick = (picked: typeof guest) => {
      session.pickGuest(picked);
      void this.focusOn(session, picked ? "#pms-field-checkInDate" : "#pms-guest-search");
    };
    return html`<form id="pms-reservation-form" novalidate @submit=${this.onSubmit}>
      <div ?hidden=${this.tab !== "details"}>
        ${guestSection({ draft, guest, disabled: !may.stay, errorsOf, change, pick })}
        ${staySections({ draft, base, reservation, property, reference, facts, may, mayCheckIn: this.may("pms.reservations.check_in"), errorsOf, change })}
      </div>
      ${reservation === undefined ? nothing : html`<div ?hidden=${this.tab !== "notes"}>${notesField({ draft, may, errorsOf, change })}</div>`}
    </form>`;
  }

  /** Stays under the other tabs too once it was looked at, so that what is typed there is kept. */
  private guestsTab({ reservation }: DrawerSession): TemplateResult | typeof nothing {
    const shown = this.tab === "guests";
    if (reservation === undefined || (!shown && this.guestsPanel?.reservation.id !== reservation.id)) return nothing;
    return html`<pms-guests-panel
      ?hidden=${!shown}
      .reservation=${reservation}
      .mayName=${this.may("pms.reservations.edit") && editable(reservation.status).stay}
      .mayWrite=${this.may("pms.guests.write")}
      @pms-guests-changed=${(event: CustomEvent<{ reservation: Reservation; sentence: string }>) =>
        this.takeFromPanel(event.detail.reservation, event.detail.sentence)}
      @pms-guest-changed=${(event: CustomEvent<{ guest: Guest & { seq?: number }; sentence: string }>) => {
        const { id, firstName, lastName, email, phone, seq } = event.detail.guest;
        const changed = { ...reservation, guest: { id, firstName, lastName, email, phone }, ...(seq === undefined ? {} : { seq }) };
        this.takeFromPanel(changed, event.detail.sentence);
      }}
    ></pms-guests-panel>`;
  }

  /** A newer state made in another tab of the drawer: what is typed in the form stays. */
  private takeFromPanel(reservation: Reservation, sentence: string): void {
    this.session?.take(reservation, true);
    this.announce("pms-reservation-changed", { reservation });
    this.toast(sentence);
  }

  private otherTab({ reservation, panels, reference, property }: DrawerSession): TemplateResult | "" {
    if (reservation === undefined || FORM_TABS.has(this.tab) || this.tab === "guests") return "";
    if (this.tab === "folio") {
      return html`<pms-folio-panel
        .reservationId=${reservation.id}
        .propertyId=${property.propertyId}
        .mayPost=${this.may("pms.folios.post")}
        @pms-folio-posted=${(event: CustomEvent<{ form: string }>) => this.toast(event.detail.form === "charge" ? t("Charge posted.") : t("Payment recorded."))}
      ></pms-folio-panel>`;
    }
    if (this.tab === "history") {
      const nameOfId = (kind: string, id: string) => {
        if (kind === "room") return reference.rooms.find((room) => room.id === id)?.number;
        return [...reference.roomTypes, ...reference.ratePlans].find((one) => one.id === id)?.name;
      };
      return html`<pms-reservation-history
        .reservationId=${reservation.id}
        .version=${reservation.version}
        .timezone=${property.timezone}
        .nameOf=${nameOfId}
      ></pms-reservation-history>`;
    }
    const panel = panels.find((one) => `panel-${one.id}` === this.tab);
    const context = Object.freeze({ apiVersion: 1, propertyId: property.propertyId, locale: readerLocale(), reservation });
    return panel === undefined ? "" : html`<pms-addon-panel .panel=${panel} .context=${context}></pms-addon-panel>`;
  }
}

function savedWords(reservation: Reservation, created: boolean): string {
  const values = { name: nameOf(reservation), number: reservation.confirmationNumber };
  if (!created) return `${t("Reservation of {name} saved.", values)}${differenceWords(reservation)}`;
  if (reservation.status === "CHECKED_IN") return t("{name} is checked in, reservation {number}.", values);
  return t("Reservation {number} for {name} created.", values);
}

function differenceWords({ priceDifference: difference }: Reservation): string {
  if (difference === undefined || difference.amount === 0) return "";
  const amount = formatMoney({ ...difference, amount: Math.abs(difference.amount) });
  return ` ${difference.amount > 0 ? t("It costs {amount} more than before.", { amount }) : t("It costs {amount} less than before.", { amount })}`;
}
