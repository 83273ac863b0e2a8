/** Everything the drawer does once it is wanted; loaded by its element on first use, with the form and its rules. */
import { html, nothing, type TemplateResult } from "lit";
import type { Reservation } from "../../api/types";
import { t } from "../../language/translate";
import { sharedElement } from "../base/modal";
import type { Toasts } from "../dialogs/toasts";
import { mayAddRooms, type AddRooms } from "./add-rooms";
import { editable, NOTHING, type ReservationAction } from "./actions";
import type { Draft, PropertyContext, ReservationPrefill } from "./draft";
import { act, askToDiscard, save, type Saved } from "./drawer-commands";
import { DrawerSession } from "./drawer-session";
import { addonTab, bookingTab, folioTab, guestsTab, historyTab } from "./drawer-tabs";
import { actionBar, failure, foot, head, noticeBox, skeleton, tabBar, tabsOf } from "./drawer-view";
import { furtherRoomsSection } from "./further-rooms-section";
import { guestSection } from "./guest-section";
import type { GuestsPanel } from "./guests-panel";
import type { PartyChange } from "./party-panel";
import { ReferenceLoader } from "./reference-data";
import type { OpenOptions } from "./reservation-drawer";
import { savedWords } from "./saved-words";
import { notesField, staySections } from "./stay-section";

/** The tabs that show parts of the form. */
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
    return (this.session?.dirty ?? false) || this.dirtyBeside;
  }

  /** Something is typed in another tab that the form does not save. */
  private get dirtyBeside(): boolean {
    return (this.guestsPanel?.dirty ?? false) || (this.addRooms?.dirty ?? false);
  }

  private get addRooms(): AddRooms | null {
    return this.host.querySelector("pms-add-rooms");
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
    // On a phone not all tabs fit beside each other.
    void this.host.updateComplete.then(() => document.getElementById(`pms-tab-${tab}`)?.scrollIntoView({ inline: "nearest", block: "nearest" }));
  }

  private readonly onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { session } = this;
    if (session === undefined) return;
    const saved = await save(session);
    if (saved === undefined) return;
    this.tellSaved(saved, session);
    if (session !== this.session) return;
    if (this.dirtyBeside) session.take(saved.reservation);
    else this.end();
  };

  private tellSaved(saved: Saved, { reference }: DrawerSession): void {
    const { reservation, created, booking } = saved;
    const stays = booking?.reservations ?? [reservation];
    for (const stay of stays) this.announce("pms-reservation-saved", { reservation: stay, created, ...(booking?.seq === undefined ? {} : { seq: booking.seq }) });
    const message = savedWords(saved, reference.rooms);
    this.toast(message, { label: t("Open"), run: () => void this.open(reservation.id, {}) });
  }

  private async run(action: ReservationAction): Promise<void> {
    const { session } = this;
    if (session === undefined) return;
    const reservation = await act(session, action, {
      onSaved: (saved) => this.announce("pms-reservation-saved", saved),
      showFolio: () => this.choose("folio"),
      may: this.may,
    });
    if (reservation === undefined) return;
    session.take(reservation);
    this.announce("pms-reservation-changed", { reservation, command: action.command });
    this.toast(action.done);
    await this.focusOn(session, ".pms-drawer-title");
  }

  /** Without a list of permissions the server alone decides. */
  private readonly may = (permission: string): boolean => {
    const { permissions } = this.host;
    return permissions === undefined || permissions.split(/\s+/).includes(permission);
  };

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
    const { may } = this;
    const tabs = session.reservation === undefined ? [] : tabsOf(session, may);
    return html`
      ${head(session, close, () => this.choose("booking"))} ${actionBar(session, may, (action) => void this.run(action))}
      ${tabs.length > 0 ? tabBar(tabs, this.tab, (id) => this.choose(id)) : ""}
      <div class="pms-drawer-body" id="pms-tabpanel" role=${tabs.length > 0 ? "tabpanel" : "presentation"} aria-labelledby="pms-tab-${this.tab}">
        ${noticeBox(session.notice)}
        <div ?hidden=${!FORM_TABS.has(this.tab)}>${this.form(session)}</div>
        ${this.guestsTab(session)} ${this.bookingTab(session)} ${this.otherTab(session)}
      </div>
      ${foot(session, close)}
    `;
  }

  /** Stays in the page under the other tabs, so that what is typed and where the cursor was are kept. */
  private form(session: DrawerSession): TemplateResult {
    const { reservation, draft, base, property, reference, facts, guest } = session;
    const further = session.further.rooms;
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
        ${staySections(
          { draft, base, reservation, property, reference, facts, further, may, mayCheckIn: this.may("pms.reservations.check_in"), errorsOf, change },
          reservation === undefined ? this.furtherRooms(session) : nothing,
        )}
      </div>
      ${reservation === undefined ? nothing : html`<div ?hidden=${this.tab !== "notes"}>${notesField({ draft, may, errorsOf, change })}</div>`}
    </form>`;
  }

  private furtherRooms(session: DrawerSession): TemplateResult | typeof nothing {
    const { draft, property, reference, further } = session;
    return furtherRoomsSection({
      rooms: further.rooms,
      before: 1,
      draft,
      property,
      reference,
      errorsOf: (name) => session.errorsOfRoom(name),
      change: (key, changes) => session.changeRoom(key, changes),
      add: () => void this.focusOn(session, `#pms-room-${session.addRoom()}-roomTypeId`),
      remove: (key) => {
        session.removeRoom(key);
        void this.focusOn(session, "#pms-add-room");
      },
    });
  }

  /** Stays under the other tabs too once it was looked at, so that what is typed there is kept. */
  private guestsTab({ reservation }: DrawerSession): TemplateResult | typeof nothing {
    const shown = this.tab === "guests";
    if (reservation === undefined || (!shown && this.guestsPanel?.reservation.id !== reservation.id)) return nothing;
    const rights = { name: this.may("pms.reservations.edit") && editable(reservation.status).stay, write: this.may("pms.guests.write") };
    return guestsTab(reservation, shown, rights, (changed, sentence) => this.takeFromPanel([changed], sentence));
  }

  /** Newer states made in another tab of the drawer: what is typed in the form stays. */
  private takeFromPanel(changed: Reservation[], sentence: string): void {
    const own = changed.find(({ id }) => id === this.session?.reservation?.id);
    if (own !== undefined) this.session?.take(own, true);
    for (const reservation of changed) this.announce("pms-reservation-changed", { reservation });
    this.toast(sentence);
  }

  private otherTab(session: DrawerSession): TemplateResult | typeof nothing {
    const { reservation, panels, reference, property } = session;
    if (reservation === undefined) return nothing;
    if (this.tab === "folio") return folioTab(reservation, property.propertyId, this.may("pms.folios.post"), (sentence) => this.toast(sentence));
    if (this.tab === "history") return historyTab(reservation, property.timezone, reference);
    const panel = panels.find((one) => `panel-${one.id}` === this.tab);
    return panel === undefined ? nothing : addonTab(panel, reservation, property.propertyId);
  }

  /** Stays under the other tabs while rooms are typed there. */
  private bookingTab(session: DrawerSession): TemplateResult | typeof nothing {
    const { reservation } = session;
    const shown = this.tab === "booking";
    if (reservation === undefined || (!shown && this.addRooms?.reservation?.id !== reservation.id)) return nothing;
    return bookingTab({ ...session, reservation, shown, unsaved: session.dirty, may: this.may, mayAdd: mayAddRooms(session, this.may) }, {
      changed: this.onBooking,
      open: (id) => void this.open(id, { tab: "booking" }),
      stale: () => void session.loadBooking(),
    });
  }

  private readonly onBooking = ({ booking, changed, sentence }: PartyChange): void => {
    if (this.session === undefined) return;
    this.session.booking = booking;
    this.host.requestUpdate();
    this.takeFromPanel(changed, sentence);
  };
}
