/** The guests of a stay as a list: who they are, how to reach them, what can be done. */
import { html, nothing, type TemplateResult } from "lit";
import type { GuestOfStay, Reservation } from "../../api/types";
import { t, tn } from "../../language/translate";
import { roleWords } from "./guest-forms";

export interface GuestCardsView {
  guests: GuestOfStay[];
  reservation: Reservation;
  busy: boolean;
  /** A form is open: nothing is said about what to do. */
  quiet: boolean;
  /** The form that stands in the place of the main guest's details. */
  editing: TemplateResult | undefined;
  /** Left out for those who may not, and while a form is open. */
  edit: ((guest: GuestOfStay) => void) | undefined;
  takeOff: ((guest: GuestOfStay) => void) | undefined;
  add: (() => void) | undefined;
}

export function guestCards(view: GuestCardsView): TemplateResult {
  const { guests, reservation, add, busy } = view;
  const further = guests.length > 1;
  return html`<div class="pms-guests-head">
      <div>
        <h3 class="pms-section-title mb-0" id="pms-guests-title" tabindex="-1">${t("Who stays")}</h3>
        <div class="text-secondary small">${partyWords(reservation)}</div>
      </div>
      ${add === undefined
        ? nothing
        : html`<button type="button" class="btn btn-sm btn-primary" id="pms-guest-add" ?disabled=${busy} @click=${add}>${t("Add guest")}</button>`}
    </div>
    <ul class="pms-guest-list" aria-labelledby="pms-guests-title">
      ${guests.map((guest) => html`<li>${guest.role === "MAIN" && view.editing !== undefined ? view.editing : card(guest, view)}</li>`)}
    </ul>
    ${further || view.quiet ? nothing : html`<p class="pms-quiet">${emptyWords(view)}</p>`}`;
}

function emptyWords({ add, reservation }: GuestCardsView): string {
  if (add === undefined) return t("No further guests are named.");
  if (reservation.adults + reservation.children > 1) return t("Nobody else is named yet. Press “Add guest” for those who stay too, or for somebody who only made the booking.");
  return t("The party has one person. Press “Add guest” for somebody who only made the booking; for a second guest make the party larger first.");
}

/** "2 adults, 1 child (6 years)" */
export function partyWords({ adults, children, childAges }: Pick<Reservation, "adults" | "children" | "childAges">): string {
  const grown = tn("{count} adult", "{count} adults", adults);
  if (children === 0) return grown;
  const young = tn("{count} child", "{count} children", children);
  if (childAges === null || childAges.length === 0) return `${grown}, ${young}`;
  return t("{adults}, {children} (aged {ages})", { adults: grown, children: young, ages: childAges.join(", ") });
}

function card(guest: GuestOfStay, { edit, takeOff, busy }: GuestCardsView): TemplateResult {
  const { id, firstName, lastName, email, phone, role } = guest;
  const name = `${firstName} ${lastName}`.trim();
  return html`<div class="pms-guest-card" data-guest-id=${id}>
    <span class="pms-avatar" aria-hidden="true">${firstName.charAt(0)}${lastName.charAt(0)}</span>
    <div class="flex-fill pms-guest-facts">
      <a class="pms-guest-name" href="/pms/guests/${id}" target="_blank" rel="noopener">${name}</a>
      <span class="pms-guest-role">${role === "MAIN" ? t("Booked for") : roleWords(role)}</span>
      <div class="small">
        ${email ? html`<a class="pms-guest-reach" href="mailto:${email}">${email}</a>` : nothing}
        ${phone ? html`<a class="pms-guest-reach" href="tel:${phone.replace(/[^+\d]/g, "")}">${phone}</a>` : nothing}
        ${email || phone ? nothing : html`<span class="text-secondary">${t("No e-mail or phone")}</span>`}
      </div>
    </div>
    ${role === "MAIN" && edit !== undefined
      ? html`<button type="button" class="btn btn-sm" id="pms-guest-edit" ?disabled=${busy} @click=${() => edit(guest)}>
          ${t("Edit")}<span class="visually-hidden"> ${name}</span>
        </button>`
      : nothing}
    ${role !== "MAIN" && takeOff !== undefined
      ? html`<button type="button" class="btn btn-sm" ?disabled=${busy} @click=${() => takeOff(guest)}>
          ${t("Take off")}<span class="visually-hidden"> ${name}</span>
        </button>`
      : nothing}
  </div>`;
}
