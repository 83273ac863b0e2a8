/** The drawer's parts around the form: head, actions, tabs, messages, foot. */
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../base/icons";
import { t, tn } from "../../language/translate";
import { formatStay } from "../format/dates";
import { statusWords } from "../../state/words";
import { actionsFor, type ReservationAction } from "./actions";
import { mayAddRooms } from "./add-rooms";
import { placeWords } from "./party";
import type { Draft } from "./draft";
import type { DrawerSession, Notice } from "./drawer-session";
import { summarise } from "./summary";

export function head(session: DrawerSession, close: () => void, showBooking?: () => void): TemplateResult {
  const { reservation, booking } = session;
  return html`<header class="pms-drawer-head">
    <div class="flex-fill">
      <h2 class="pms-drawer-title" tabindex="-1">${reservation === undefined ? newTitle(session) : session.guestName || t("Reservation")}</h2>
      ${reservation === undefined
        ? nothing
        : html`<div class="pms-drawer-facts">
            <span class="pms-status" data-status=${reservation.status}>${statusWords[reservation.status]}</span>
            <span class="text-nowrap">${reservation.confirmationNumber}</span>
            <span class="text-nowrap">${formatStay(reservation.checkInDate, reservation.checkOutDate)}</span>
            ${reservation.roomLocked ? html`<span class="text-nowrap">${icon("lock")} ${t("Room locked")}</span>` : nothing}
            ${booking === undefined ? nothing : html`<button type="button" class="pms-party-link" @click=${showBooking}>${placeWords(booking, reservation.id)}</button>`}
          </div>`}
    </div>
    <button type="button" class="pms-icon-button" aria-label=${t("Close reservation")} @click=${close}>${icon("close")}</button>
  </header>`;
}

function newTitle({ phase }: DrawerSession): string {
  return phase === "ready" ? t("New reservation") : t("Reservation");
}

export function actionBar(
  session: DrawerSession,
  may: (permission: string) => boolean,
  run: (action: ReservationAction) => void,
): TemplateResult | typeof nothing {
  const { reservation, busy } = session;
  if (reservation === undefined) return nothing;
  const actions = actionsFor(reservation, session.property.businessDate).filter(({ permission }) => may(permission));
  if (actions.length === 0) return nothing;
  return html`<div class="pms-drawer-actions" role="group" aria-label=${t("Actions")}>
    ${actions.map(
      (action) => html`<button
        type="button"
        class="btn btn-sm ${action.kind === "primary" ? "btn-primary" : action.kind === "danger" ? "btn-ghost-danger" : ""}"
        ?disabled=${busy !== undefined}
        @click=${() => run(action)}
      >
        ${busy === action.command ? spinner() : nothing}${action.label}
      </button>`,
    )}
  </div>`;
}

export interface Tab {
  id: string;
  label: string;
}

export function tabsOf(session: DrawerSession, may: (permission: string) => boolean): Tab[] {
  const { panels, reservation } = session;
  const guests = may("pms.guests.read") ? [{ id: "guests", label: t("Guests") }] : [];
  const party = [{ id: "booking", label: t("Booking") }];
  const together = (reservation?.bookingId ?? null) !== null;
  const grows = !together && mayAddRooms(session, may);
  const folio = may("pms.folios.read") ? [{ id: "folio", label: t("Folio") }] : [];
  const notes = may("pms.guests.read") ? [{ id: "notes", label: t("Notes") }] : []; // they speak of guests
  const added = panels.map((panel) => ({ id: `panel-${panel.id}`, label: panel.title }));
  const audit = may("pms.audit.read") ? [{ id: "history", label: t("Audit trail") }] : [];
  return [{ id: "details", label: t("Stay") }, ...guests, ...(together ? party : []), ...folio, ...notes, ...(grows ? party : []), ...added, ...audit];
}

/** Arrow keys move between the tabs, as the pattern for tabs has it; only the current one is a tab stop. */
export function tabBar(tabs: Tab[], current: string, choose: (id: string) => void): TemplateResult {
  const onKey = (event: KeyboardEvent, index: number) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const target = event.key === "Home" ? tabs[0] : event.key === "End" ? tabs.at(-1) : step && tabs.at((index + step) % tabs.length);
    if (!target) return;
    event.preventDefault();
    choose(target.id);
    document.getElementById(`pms-tab-${target.id}`)?.focus();
  };
  return html`<div class="pms-tabs" role="tablist" aria-label=${t("Parts of the reservation")}>
    ${tabs.map(
      ({ id, label }, index) => html`<button
        type="button"
        class="pms-tab"
        role="tab"
        id="pms-tab-${id}"
        aria-selected=${id === current}
        aria-controls="pms-tabpanel"
        tabindex=${id === current ? 0 : -1}
        @click=${() => choose(id)}
        @keydown=${(event: KeyboardEvent) => onKey(event, index)}
      >
        ${label}
      </button>`,
    )}
  </div>`;
}

export function noticeBox(notice: Notice | undefined): TemplateResult {
  return html`<div role="alert" class="pms-drawer-notice">
    ${notice === undefined
      ? nothing
      : html`<div class="alert alert-danger">
          <div>
            <div>${notice.sentence}</div>
            ${notice.details.length > 0 ? html`<ul class="mb-0 mt-1">${notice.details.map((detail) => html`<li>${detail}</li>`)}</ul>` : nothing}
            ${notice.reference ? html`<div class="small mt-1">${t("Reference for support: {reference}", { reference: notice.reference })}</div>` : nothing}
            ${notice.action
              ? html`<button type="button" class="btn btn-sm mt-2" @click=${notice.action.run}>${notice.action.label}</button>`
              : nothing}
          </div>
        </div>`}
  </div>`;
}

export function foot(session: DrawerSession, close: () => void): TemplateResult {
  const { draft, base, reservation, facts, property, busy } = session;
  const { nights, total, note } = summarise(draft, base, reservation, facts, property, session.further.rooms);
  const label = reservation === undefined ? newLabel(draft, session.further.rooms.length + 1) : t("Save changes");
  return html`<footer class="pms-drawer-foot">
    <div class="pms-drawer-sum" role="status">
      <div>
        <span class="pms-drawer-nights">${nights}</span>${total === "" ? nothing : html` · <strong class="pms-drawer-total">${total}</strong>`}
      </div>
      <div class="text-secondary small">${facts.loading && total === "" ? t("Looking up the price…") : note}</div>
    </div>
    <button type="button" class="btn" @click=${close}>${session.dirty ? t("Discard") : t("Close")}</button>
    <button type="submit" form="pms-reservation-form" class="btn btn-primary" ?disabled=${busy !== undefined || (reservation !== undefined && !session.dirty)}>
      ${busy === "save" ? spinner() : nothing}${label}
    </button>
  </footer>`;
}

function newLabel({ status, checkInNow }: Draft, rooms: number): string {
  if (checkInNow) return t("Check in");
  if (rooms > 1) return status === "HOLD" ? tn("Hold {count} room", "Hold {count} rooms", rooms) : tn("Book {count} room", "Book {count} rooms", rooms);
  return status === "HOLD" ? t("Hold room") : t("Create reservation");
}

export function skeleton(): TemplateResult {
  return html`<div class="pms-skeleton" role="status" aria-label=${t("Loading the reservation")}>
    ${["short", "", "", "short", "", ""].map((width) => html`<div class="pms-skeleton-line ${width}"></div>`)}
  </div>`;
}

export function failure(notice: Notice | undefined, retry: () => void): TemplateResult {
  return html`<div class="pms-empty" role="alert">
    ${icon("warning", "pms-empty-icon")}
    <p>${notice?.sentence}</p>
    <button type="button" class="btn btn-primary" @click=${retry}>${t("Try again")}</button>
  </div>`;
}

function spinner(): TemplateResult {
  return html`<span class="spinner-border spinner-border-sm me-2" aria-hidden="true"></span>`;
}
