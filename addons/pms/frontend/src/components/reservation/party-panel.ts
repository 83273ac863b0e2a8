import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { runBookingCommand, type Booking } from "../../api/bookings";
import type { Problem, Reservation } from "../../api/types";
import { t } from "../../language/translate";
import { LightElement } from "../base/light-element";
import { formatStay } from "../format/dates";
import { formatMoney } from "../format/money";
import { SubmissionKey } from "../forms/submission";
import { statusWords } from "../../state/words";
import { nameOf } from "./actions";
import type { PropertyContext } from "./draft";
import { doneWords, othersOf, partySteps, placeWords, type PartyStep } from "./party";
import type { ReferenceData } from "./reference-data";
import { askAgain, askTogether } from "./together-questions";

/** What `pms-booking-changed` tells. */
export interface PartyChange {
  booking: Booking;
  /** The stays that took the step. */
  changed: Reservation[];
  sentence: string;
}

interface Refusal {
  sentence: string;
  /** Stay by stay, the number leading. */
  reasons: { number: string; detail: string }[];
  /** The same step for those that were not in the way. */
  others: PartyStep | undefined;
}

/**
 * `<pms-party-panel>`: the stays of a booking of several rooms, and the steps they take together.
 *
 * Dispatches `pms-stay-wanted` ({id}) for another stay, `pms-booking-changed` ({@link PartyChange}) after a step, and
 * `pms-booking-stale` when the booking shown is not the newest.
 */
export class PartyPanel extends LightElement {
  static override properties = {
    booking: { attribute: false },
    reservation: { attribute: false },
    property: { attribute: false },
    reference: { attribute: false },
    may: { attribute: false },
    unsaved: { attribute: false },
    busy: { state: true },
    refusal: { state: true },
  };
  declare booking: Booking;
  /** The stay that the drawer shows. */
  declare reservation: Reservation;
  declare property: PropertyContext;
  declare reference: ReferenceData;
  declare may: (permission: string) => boolean;
  /** Whether the drawer holds changes of the stay that a step would meet unsaved. */
  declare unsaved: boolean;
  declare private busy: string | undefined;
  declare private refusal: Refusal | undefined;
  private readonly key = new SubmissionKey();

  constructor() {
    super();
    this.unsaved = false;
    this.busy = undefined;
    this.refusal = undefined;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has("reservation") && changed.get("reservation")?.id !== this.reservation.id) this.refusal = undefined;
  }

  private async take(step: PartyStep): Promise<void> {
    if (this.busy !== undefined) return;
    if (this.unsaved) return this.refuse({ sentence: t("Save or discard the changes of this stay first."), reasons: [], others: undefined });
    this.refusal = undefined;
    const { command, stays, label } = step;
    const body = await askTogether({ command, ids: stays.map(({ id }) => id), label }, this.may("pms.folios.read"));
    if (body !== null) await this.send(step, body);
  }

  private async send(step: PartyStep, body: Record<string, unknown>): Promise<void> {
    const { booking } = this;
    const ids = step.stays.map(({ id }) => id);
    const key = this.key.for([booking.id, booking.version, step.command, ids, body]);
    if (this.busy !== undefined) return;
    this.busy = step.command;
    const result = await runBookingCommand(booking, step.command, ids, body, key).finally(() => (this.busy = undefined));
    if (result.ok || !result.offline) this.key.answered();
    if (result.ok) return this.tellDone(step, result.value);
    if (result.offline) return this.refuse({ sentence: t("The server could not be reached. Try again: it is done only once."), reasons: [], others: undefined });
    const again = await askAgain(result.problem, this.may("pms.reservations.waive_fee"));
    if (again === undefined) return this.refuseWith(step, result.problem);
    if (again !== null) await this.send(step, { ...body, ...again });
  }

  private tellDone({ command, stays }: PartyStep, booking: Booking): void {
    const { seq } = booking;
    const ids = new Set(stays.map(({ id }) => id));
    const changed = booking.reservations.filter(({ id }) => ids.has(id)).map((stay) => ({ ...stay, ...(seq === undefined ? {} : { seq }) }));
    this.tell("pms-booking-changed", { booking, changed, sentence: doneWords(command, changed.length) } satisfies PartyChange);
    void this.updateComplete.then(() => this.querySelector<HTMLElement>("#pms-party-title")?.focus());
  }

  private refuseWith(step: PartyStep, problem: Problem): void {
    const reasons = (problem.members ?? []).map(({ reservationId, confirmationNumber, detail }) => {
      const stay = this.booking.reservations.find(({ id }) => id === reservationId);
      return { number: stay === undefined ? confirmationNumber : `${this.placeOf(stay)} · ${this.roomWords(stay)}`, detail };
    });
    const stays = othersOf(step.stays, problem);
    const sentence = reasons.length === 0 ? problem.detail || problem.title : t("Nothing was changed, because not every room can:");
    this.refuse({ sentence, reasons, others: stays.length === 0 ? undefined : { ...step, stays } });
    if (problem.code === "CONCURRENCY_CONFLICT") this.tell("pms-booking-stale", {});
  }

  private refuse(refusal: Refusal): void {
    this.refusal = refusal;
    // The button pressed could not keep the focus while it was busy.
    void this.updateComplete.then(() => this.querySelector<HTMLElement>("#pms-party-refused")?.focus());
  }

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  private placeOf(stay: Reservation): number {
    return this.booking.reservations.indexOf(stay) + 1;
  }

  private roomWords({ roomId, roomTypeId }: Reservation): string {
    const number = this.reference.rooms.find((room) => room.id === roomId)?.number;
    const type = this.reference.roomTypes.find(({ id }) => id === roomTypeId)?.name ?? "";
    return number === undefined ? t("{type}, no room yet", { type }) : t("Room {number}, {type}", { number, type });
  }

  protected override render(): TemplateResult {
    const { booking, reservation, busy } = this;
    const steps = partySteps(booking, this.property.businessDate).filter(({ permission }) => this.may(permission));
    return html`
      <h3 class="pms-section-title mb-0" id="pms-party-title" tabindex="-1">${placeWords(booking, reservation.id)}</h3>
      <p class="text-secondary small">${t("{total} for all rooms that were not called off", { total: formatMoney(booking.total) })}</p>
      <div role="alert">${this.refusal === undefined ? nothing : this.refusalBox(this.refusal)}</div>
      <ol class="pms-party" aria-labelledby="pms-party-title">
        ${booking.reservations.map((stay) => html`<li>${this.member(stay)}</li>`)}
      </ol>
      ${steps.length === 0
        ? nothing
        : html`<div class="pms-party-steps" role="group" aria-label=${t("All rooms of the booking")}>
            ${steps.map(
              (step) => html`<button
                type="button"
                class="btn btn-sm ${step.kind === "danger" ? "btn-ghost-danger" : ""}"
                ?disabled=${busy !== undefined}
                @click=${() => this.take(step)}
              >
                ${busy === step.command ? html`<span class="spinner-border spinner-border-sm me-2" aria-hidden="true"></span>` : nothing}${step.label}
              </button>`,
            )}
          </div>`}
    `;
  }

  private member(stay: Reservation): TemplateResult {
    const shown = stay.id === this.reservation.id;
    const content = html`<span class="pms-party-room"><span class="pms-party-place" aria-hidden="true">${this.placeOf(stay)}</span>${this.roomWords(stay)}${shown ? html` <span class="pms-guest-role">${t("shown here")}</span>` : nothing}</span>
      <span class="pms-status" data-status=${stay.status}>${statusWords[stay.status]}</span>
      <span class="pms-party-facts">${stay.guest === undefined ? "" : `${nameOf(stay)} · `}${formatStay(stay.checkInDate, stay.checkOutDate)} · ${formatMoney(stay.total)}</span>`;
    if (shown) return html`<div class="pms-party-member" aria-current="true">${content}</div>`;
    return html`<button type="button" class="pms-party-member" @click=${() => this.tell("pms-stay-wanted", { id: stay.id })}>${content}</button>`;
  }

  private refusalBox({ sentence, reasons, others }: Refusal): TemplateResult {
    return html`<div class="alert alert-danger" id="pms-party-refused" tabindex="-1">
      <div>
        <div>${sentence}</div>
        ${reasons.length === 0 ? nothing : html`<ul class="mb-0 mt-1">${reasons.map(({ number, detail }) => html`<li><strong>${number}:</strong> ${detail}</li>`)}</ul>`}
        ${others === undefined
          ? nothing
          : html`<button type="button" class="btn btn-sm mt-2" @click=${() => this.take(others)}>${t("Do it for the others ({count})", { count: others.stays.length })}</button>`}
      </div>
    </div>`;
  }
}

customElements.define("pms-party-panel", PartyPanel);
