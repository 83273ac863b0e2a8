/** The tabs of an existing reservation beside its form. */
import { html, type TemplateResult } from "lit";
import type { DrawerPanel, Guest, Reservation } from "../../api/types";
import { t } from "../../language/translate";
import { readerLocale } from "../format/locale";
import "./addon-panel";
import "./folio-panel";
import "./guests-panel";
import "./history-list";
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
