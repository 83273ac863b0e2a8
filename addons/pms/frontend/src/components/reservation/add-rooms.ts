import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { addStays, createBooking, type Booking, type NewStay } from "../../api/bookings";
import type { Result } from "../../api/http";
import type { Problem, Reservation } from "../../api/types";
import { t, tn } from "../../language/translate";
import { LightElement } from "../base/light-element";
import { formatStay } from "../format/dates";
import { SubmissionKey } from "../forms/submission";
import { draftOf, type Draft, type PropertyContext } from "./draft";
import type { DrawerSession } from "./drawer-session";
import { FurtherRooms, toFurtherStay, validateFurther } from "./further-rooms";
import { furtherRoomsSection } from "./further-rooms-section";
import type { PartyChange } from "./party-panel";
import type { ReferenceData } from "./reference-data";
import { askRestricted, isRestricted } from "./restricted";
import { takenRooms } from "./save";

/** Rooms are added to stays that are to come or in house, for the nights they still have. */
export function mayAddRooms({ reservation, property }: DrawerSession, may: (permission: string) => boolean): boolean {
  if (reservation === undefined || !may("pms.reservations.create")) return false;
  return ["HOLD", "CONFIRMED", "CHECKED_IN"].includes(reservation.status) && reservation.checkOutDate > property.businessDate;
}

/**
 * `<pms-add-rooms>`: further rooms under the number of a stay, or of the booking it belongs to, for the same nights.
 *
 * Dispatches `pms-booking-changed` ({@link PartyChange}) once they are booked.
 */
export class AddRooms extends LightElement {
  static override properties = {
    reservation: { attribute: false },
    booking: { attribute: false },
    property: { attribute: false },
    reference: { attribute: false },
    busy: { state: true },
    fields: { state: true },
    notice: { state: true },
  };
  declare reservation: Reservation;
  /** Undefined for a stay that is alone so far. */
  declare booking: Booking | undefined;
  declare property: PropertyContext;
  declare reference: ReferenceData;
  declare private busy: boolean;
  declare private fields: Record<string, string[]>;
  declare private notice: string;
  private readonly further = new FurtherRooms(() => this.requestUpdate());
  private readonly key = new SubmissionKey();

  constructor() {
    super();
    this.busy = false;
    this.fields = {};
    this.notice = "";
  }

  get dirty(): boolean {
    return this.further.rooms.length > 0;
  }

  override disconnectedCallback(): void {
    this.further.end();
    super.disconnectedCallback();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const before = changed.get("reservation");
    if (before !== undefined && before.id !== this.reservation.id) this.empty();
  }

  /** The nights that the stay still has, with its type, party and plan. */
  private get draft(): Draft {
    const draft = draftOf(this.reservation, this.property.timezone);
    const { businessDate } = this.property;
    return draft.checkInDate < businessDate ? { ...draft, checkInDate: businessDate } : draft;
  }

  private empty(): void {
    for (const { key } of this.further.rooms) this.further.remove(key);
    this.further.end();
    this.fields = {};
    this.notice = "";
  }

  private changed(focus?: string): void {
    this.further.ask(this.property.propertyId, this.draft);
    this.requestUpdate();
    if (focus !== undefined) void this.updateComplete.then(() => this.querySelector<HTMLElement>(focus)?.focus());
  }

  private readonly submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const fields = validateFurther(this.further.rooms, this.property.currency);
    if (Object.keys(fields).length > 0) return this.refuse(t("Please check the marked fields."), fields);
    await this.send(false);
  };

  private async send(confirm: boolean): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const result = await this.request(confirm).finally(() => (this.busy = false));
    if (result.ok || !result.offline) this.key.answered();
    if (result.ok) return this.tell(result.value);
    if (result.offline) return this.refuse(t("The server could not be reached. Try again: it is done only once."));
    const { problem } = result;
    if (isRestricted(problem) && !confirm) return (await askRestricted(problem)) ? this.send(true) : undefined;
    this.refuse(problem.detail || problem.title, this.fieldsOf(problem));
  }

  private request(confirm: boolean): Promise<Result<Booking>> {
    const { booking, reservation, property } = this;
    const { checkInDate, checkOutDate, ratePlanId } = this.draft;
    const nights: NewStay = { roomTypeId: "", checkInDate, checkOutDate, adults: 1, children: 0, ...(ratePlanId === "" ? {} : { ratePlanId }) };
    const { status, releaseAt, guestId, sourceType, sourceRef } = reservation;
    const body = {
      ...(status === "HOLD" && releaseAt !== null ? { status: "HOLD" as const, releaseAt } : { status: "CONFIRMED" as const }),
      ...(confirm ? { confirm } : {}),
      stays: this.further.rooms.map((room) => toFurtherStay(room, nights, property.currency)),
    };
    if (booking !== undefined) return addStays(booking, body, this.key.for([booking.id, booking.version, body]));
    const alone = { ...body, propertyId: property.propertyId, reservationId: reservation.id, guestId, sourceType, ...(sourceRef === null ? {} : { sourceRef }) };
    return createBooking(alone, this.key.for(alone));
  }

  /** The server counts the added rooms from 0, the form names them from 1: before them stands the stay itself. */
  private fieldsOf(problem: Problem): Record<string, string[]> {
    const named = Object.entries(problem.fields ?? {}).map(([name, messages]) => {
      return [name.replace(/^stays\.(\d+)\./, (_all, place: string) => `stays.${Number(place) + 1}.`), messages] as const;
    });
    return { ...Object.fromEntries(named), ...takenRooms(problem, [{ roomId: "" }, ...this.further.rooms]) };
  }

  private tell(booking: Booking): void {
    const known = new Set((this.booking?.reservations ?? []).map(({ id }) => id));
    const { seq } = booking;
    const changed = booking.reservations.filter(({ id }) => !known.has(id)).map((stay) => ({ ...stay, ...(seq === undefined ? {} : { seq }) }));
    const count = this.further.rooms.length;
    const sentence = tn("{count} room added to booking {number}.", "{count} rooms added to booking {number}.", count, { number: booking.confirmationNumber });
    this.empty();
    this.changed("#pms-add-room");
    const detail: PartyChange = { booking, changed, sentence };
    this.dispatchEvent(new CustomEvent("pms-booking-changed", { detail, bubbles: true, composed: true }));
  }

  private refuse(notice: string, fields: Record<string, string[]> = {}): void {
    this.notice = notice;
    this.fields = fields;
    const first = Object.keys(fields).length > 0 ? '[aria-invalid="true"]' : "[type=submit]";
    void this.updateComplete.then(() => this.querySelector<HTMLElement>(first)?.focus());
  }

  protected override render(): TemplateResult {
    const { further, property, reference, draft, booking } = this;
    const count = further.rooms.length;
    return html`<form class="pms-add-rooms" novalidate @submit=${this.submit} aria-label=${t("Add rooms")}>
      <div role="alert">${this.notice === "" ? nothing : html`<div class="alert alert-danger">${this.notice}</div>`}</div>
      ${count === 0 ? nothing : html`<p class="text-secondary small">${t("For the nights {nights}, under the same number.", { nights: formatStay(draft.checkInDate, draft.checkOutDate) })}</p>`}
      ${furtherRoomsSection({
        rooms: further.rooms,
        before: booking?.reservations.length ?? 1,
        draft,
        property,
        reference,
        errorsOf: (name) => this.fields[name] ?? [],
        add: () => this.changed(`[id="pms-room-${further.add(draft)}-roomTypeId"]`),
        remove: (key) => {
          further.remove(key);
          this.fields = {};
          this.changed("#pms-add-room");
        },
        change: (key, changes) => {
          further.change(key, changes);
          this.fields = {};
          this.changed();
        },
      })}
      ${count === 0
        ? nothing
        : html`<div class="pms-guest-buttons">
            <button type="submit" class="btn btn-sm btn-primary" ?disabled=${this.busy}>${tn("Book {count} more room", "Book {count} more rooms", count)}</button>
          </div>`}
    </form>`;
  }
}

customElements.define("pms-add-rooms", AddRooms);
