/** The tabs of an existing reservation beside its form. */
import { html, nothing, type TemplateResult } from "lit";
import type { Booking } from "../../api/bookings";
import type { DrawerPanel, Guest, Reservation } from "../../api/types";
import { t } from "../../language/translate";
import { readerLocale } from "../format/locale";
import "./add-rooms";
import "./addon-panel";
import type { PropertyContext } from "./draft";
import "./folio-panel";
import "./guests-panel";
import "./history-list";
import "./party-panel";
import type { PartyChange } from "./party-panel";
import type { ReferenceData } from "./reference-data";

/** `changed` gets the stay's new state and the sentence that tells what was done. */
export function guestsTab(
  reservation: Reservation,
  shown: boolean,
  rights: { name: boolean; write: boolean },
  changed: (reservation: Reservation, sentence: string) => void,
): TemplateResult {
  const onGuest = (event: CustomEvent<{ guest: Guest & { seq?: number }; sentence: string }>) => {
    const { id, firstName, lastName, email, phone, seq } = event.detail.guest;
    changed({ ...reservation, guest: { id, firstName, lastName, email, phone }, ...(seq === undefined ? {} : { seq }) }, event.detail.sentence);
  };
  const onGuests = (event: CustomEvent<{ reservation: Reservation; sentence: string }>) => changed(event.detail.reservation, event.detail.sentence);
  return html`<pms-guests-panel
    ?hidden=${!shown}
    .reservation=${reservation}
    .mayName=${rights.name}
    .mayWrite=${rights.write}
    @pms-guests-changed=${onGuests}
    @pms-guest-changed=${onGuest}
  ></pms-guests-panel>`;
}

export interface BookingTabView {
  reservation: Reservation;
  /** Undefined for a stay that is alone, and until it was read. */
  booking: Booking | undefined;
  property: PropertyContext;
  reference: ReferenceData;
  shown: boolean;
  /** Whether the form has changes that were not saved. */
  unsaved: boolean;
  may: (permission: string) => boolean;
  mayAdd: boolean;
}

export interface BookingTabPorts {
  changed: (change: PartyChange) => void;
  /** Another stay of the booking is wanted. */
  open: (id: string) => void;
  /** The booking shown is not the newest. */
  stale: () => void;
}

/** The other rooms of the booking, and the way to a further one. */
export function bookingTab(view: BookingTabView, ports: BookingTabPorts): TemplateResult {
  const { reservation, booking, property, reference, shown, unsaved, may, mayAdd } = view;
  return html`<div ?hidden=${!shown} @pms-booking-changed=${(event: CustomEvent<PartyChange>) => ports.changed(event.detail)}>
    ${booking === undefined
      ? html`<p class="pms-quiet">${reservation.bookingId === null ? t("This stay is a booking of its own.") : t("Reading the booking…")}</p>`
      : html`<pms-party-panel
          .booking=${booking}
          .reservation=${reservation}
          .property=${property}
          .reference=${reference}
          .may=${may}
          .unsaved=${unsaved}
          @pms-stay-wanted=${(event: CustomEvent<{ id: string }>) => ports.open(event.detail.id)}
          @pms-booking-stale=${ports.stale}
        ></pms-party-panel>`}
    ${mayAdd
      ? html`<pms-add-rooms .reservation=${reservation} .booking=${booking} .property=${property} .reference=${reference}></pms-add-rooms>`
      : nothing}
  </div>`;
}

export function folioTab(reservation: Reservation, propertyId: string, mayPost: boolean, posted: (sentence: string) => void): TemplateResult {
  return html`<pms-folio-panel
    .reservationId=${reservation.id}
    .propertyId=${propertyId}
    .mayPost=${mayPost}
    @pms-folio-posted=${(event: CustomEvent<{ form: string }>) => posted(event.detail.form === "charge" ? t("Charge posted.") : t("Payment recorded."))}
  ></pms-folio-panel>`;
}

export function historyTab(reservation: Reservation, timezone: string, reference: ReferenceData): TemplateResult {
  const nameOfId = (kind: string, id: string) => {
    if (kind === "room") return reference.rooms.find((room) => room.id === id)?.number;
    return [...reference.roomTypes, ...reference.ratePlans].find((one) => one.id === id)?.name;
  };
  return html`<pms-reservation-history
    .reservationId=${reservation.id}
    .version=${reservation.version}
    .timezone=${timezone}
    .nameOf=${nameOfId}
  ></pms-reservation-history>`;
}

export function addonTab(panel: DrawerPanel, reservation: Reservation, propertyId: string): TemplateResult {
  const context = Object.freeze({ apiVersion: 1, propertyId, locale: readerLocale(), reservation });
  return html`<pms-addon-panel .panel=${panel} .context=${context}></pms-addon-panel>`;
}
