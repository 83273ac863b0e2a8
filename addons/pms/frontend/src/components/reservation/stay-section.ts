import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { Reservation, SourceType } from "../../api/types";
import { t } from "../../language/translate";
import { addDays, formatDate, isIsoDate } from "../format/dates";
import { formatMoney } from "../format/money";
import { sourceWords, statusWords } from "../../state/words";
import type { Editable } from "./actions";
import { withWalkIn, type Draft, type PropertyContext } from "./draft";
import { inputField, selectField, textAreaField, type FieldOptions } from "./field";
import type { FurtherRoom } from "./further-rooms";
import { takenBeside } from "./further-rooms-section";
import type { ReferenceData } from "./reference-data";
import { repricedTotal } from "./repriced";
import { freeRoomsHint, roomOptions, roomTypeOptions, type RoomChoice } from "./room-options";
import type { StayFacts } from "./stay-lookup";

export interface StaySectionView {
  draft: Draft;
  base: Draft;
  reservation: Reservation | undefined;
  property: PropertyContext;
  reference: ReferenceData;
  facts: StayFacts;
  /** Of a new booking of several rooms, those after this one. */
  further: readonly FurtherRoom[];
  may: Editable;
  mayCheckIn: boolean;
  errorsOf: (field: keyof Draft) => string[];
  change: (changes: Partial<Draft>) => void;
}

/** The dates, the party, the room; `between` for further rooms; then the price; then how it came and what to remember. */
export function staySections(view: StaySectionView, between: TemplateResult | typeof nothing = nothing): TemplateResult {
  return html`
    <fieldset class="pms-section">
      <legend class="pms-section-title">${view.further.length > 0 ? t("Stay, and room 1") : t("Stay")}</legend>
      ${walkIn(view)}
      <div class="pms-grid">${dates(view)} ${party(view)} ${roomChoice(view)}</div>
      ${segments(view)} ${lock(view)}
    </fieldset>
    ${between}
    <fieldset class="pms-section">
      <legend class="pms-section-title">${t("Price and booking")}</legend>
      <div class="pms-grid">${price(view)}</div>
      ${nightlyPrices(view)} ${reprice(view)}
      <div class="pms-grid mt-3">${booking(view)}</div>
    </fieldset>
  `;
}

function common(view: StaySectionView, field: keyof Draft, label: string, width: string): FieldOptions {
  return {
    id: `pms-field-${field}`,
    label,
    width,
    value: String(view.draft[field]),
    errors: view.errorsOf(field),
    onInput: (value) => view.change({ [field]: value }),
  };
}

function walkIn(view: StaySectionView): TemplateResult | typeof nothing {
  const { draft, reservation, property, mayCheckIn, change, further } = view;
  if (reservation !== undefined || !mayCheckIn || further.length > 0) return nothing;
  return html`<label class="form-check form-switch mb-3">
    <input
      class="form-check-input"
      type="checkbox"
      role="switch"
      .checked=${live(draft.checkInNow)}
      @change=${(event: Event) => change(withWalkIn(draft, (event.target as HTMLInputElement).checked, property))}
    />
    <span class="form-check-label">${t("Walk-in: check in now")}</span>
  </label>`;
}

function dates(view: StaySectionView): TemplateResult {
  const { draft, may, property, reservation } = view;
  const earliest = reservation === undefined ? { min: property.businessDate } : {};
  return html`
    ${inputField({
      ...common(view, "checkInDate", t("Arrival"), "pms-col-half"),
      ...earliest,
      type: "date",
      required: true,
      disabled: !may.arrival || draft.checkInNow,
      hint: isIsoDate(draft.checkInDate) ? formatDate(draft.checkInDate) : "",
      onInput: (checkInDate) => view.change(withArrival(draft, checkInDate)),
    })}
    ${inputField({
      ...common(view, "checkOutDate", t("Departure"), "pms-col-half"),
      type: "date",
      required: true,
      min: draft.checkInDate,
      disabled: !may.stay,
      hint: isIsoDate(draft.checkOutDate) ? formatDate(draft.checkOutDate) : "",
    })}
  `;
}

/** A new arrival keeps the length of the stay when it would end before it begins. */
function withArrival(draft: Draft, checkInDate: string): Partial<Draft> {
  if (!isIsoDate(checkInDate) || checkInDate < draft.checkOutDate) return { checkInDate };
  return { checkInDate, checkOutDate: addDays(checkInDate, 1) };
}

function party(view: StaySectionView): TemplateResult {
  const { reservation } = view;
  const number = { type: "number", inputmode: "numeric", disabled: !view.may.stay } as const;
  const width = reservation === undefined ? "pms-col-3" : "pms-col-half";
  return html`
    ${inputField({ ...common(view, "adults", t("Adults"), width), ...number, min: "1", required: true })}
    ${inputField({ ...common(view, "children", t("Children"), width), ...number, min: "0" })}
    ${reservation !== undefined
      ? nothing // an existing reservation changes its status by the buttons above
      : selectField({
          ...common(view, "status", t("Status"), "pms-col-6"),
          disabled: view.draft.checkInNow,
          choices: [
            { value: "CONFIRMED", label: statusWords.CONFIRMED },
            { value: "HOLD", label: statusWords.HOLD },
          ],
        })}
    ${view.draft.status === "HOLD" && (reservation === undefined || reservation.status === "HOLD")
      ? inputField({
          ...common(view, "releaseAt", t("Release the hold at"), "pms-col-12"),
          type: "datetime-local",
          hint: t("Hotel time. The room becomes free by itself if nobody confirms."),
        })
      : nothing}
  `;
}

function roomChoice(view: StaySectionView): TemplateResult {
  const { may, draft, base, reference, facts, reservation, further } = view;
  const choice: RoomChoice = {
    ...draft,
    reference,
    facts,
    own: reservation === undefined ? undefined : base,
    taken: takenBeside(draft, further),
    later: draft.checkInNow ? t("A clean free room") : t("Assign later"),
  };
  return html`
    ${selectField({
      ...common(view, "roomTypeId", t("Room type"), "pms-col-6"),
      required: true,
      disabled: !may.room || base.roomLocked,
      choices: roomTypeOptions(choice),
      onInput: (roomTypeId) => view.change({ roomTypeId, roomId: "" }),
    })}
    ${selectField({
      ...common(view, "roomId", t("Room"), "pms-col-6"),
      disabled: !may.room || base.roomLocked || draft.roomTypeId === "",
      choices: roomOptions(choice),
      hint: roomHint(view, choice),
    })}
  `;
}

function roomHint({ base, may, reservation }: StaySectionView, choice: RoomChoice): string {
  if (reservation?.status === "CHECKED_IN") return t("Move an in-house guest on the calendar.");
  if (base.roomLocked) return t("Locked. Take the lock off and save to change the room.");
  return may.room ? freeRoomsHint(choice) : "";
}

/** A stay that changed rooms says where it sleeps when. */
function segments({ reservation, reference }: StaySectionView): TemplateResult | typeof nothing {
  if (reservation === undefined || reservation.segments.length < 2) return nothing;
  const number = (roomId: string) => reference.rooms.find((room) => room.id === roomId)?.number ?? "?";
  return html`<ul class="pms-plain-list mt-2 small text-secondary">
    ${reservation.segments.map(
      (segment) => html`<li>
          ${t("Room {number}: {start} to {end}", { number: number(segment.roomId), start: formatDate(segment.startDate), end: formatDate(segment.endDate) })}
        </li>`,
    )}
  </ul>`;
}

function lock({ reservation, draft, may, change }: StaySectionView): TemplateResult | typeof nothing {
  if (reservation === undefined || draft.roomId === "" || !may.room) return nothing;
  return html`<label class="form-check mt-3 mb-0">
    <input
      class="form-check-input"
      type="checkbox"
      .checked=${live(draft.roomLocked)}
      @change=${(event: Event) => change({ roomLocked: (event.target as HTMLInputElement).checked })}
    />
    <span class="form-check-label">${t("Keep this room: the stay cannot be moved to another")}</span>
  </label>`;
}

function price(view: StaySectionView): TemplateResult {
  const { reference, may, reservation } = view;
  const { currency } = view.property;
  return html`
    ${selectField({
      ...common(view, "ratePlanId", t("Rate plan"), "pms-col-6"),
      disabled: !may.stay,
      choices: [{ value: "", label: t("Standard price") }, ...reference.ratePlans.map((plan) => ({ value: plan.id, label: plan.name }))],
    })}
    ${inputField({
      ...common(view, "nightlyRate", view.further.length > 0 ? t("Price per night, room 1 ({currency})", { currency }) : t("Price per night ({currency})", { currency }), "pms-col-6"),
      inputmode: "decimal",
      disabled: !may.stay,
      placeholder: reservation === undefined ? t("As quoted") : t("Unchanged"),
    })}
  `;
}

/** What was agreed for each night, when the nights differ or someone wants to know. */
function nightlyPrices({ reservation }: StaySectionView): TemplateResult | typeof nothing {
  if (reservation === undefined || reservation.nightlyRates.length === 0) return nothing;
  return html`<details class="mt-2 small">
    <summary class="text-secondary">${t("Price of each night")}</summary>
    <ul class="pms-plain-list pms-nights">
      ${reservation.nightlyRates.map(({ date, price }) => html`<li><span>${formatDate(date)}</span> <span>${formatMoney(price)}</span></li>`)}
    </ul>
  </details>`;
}

/** Prices stay as agreed unless the desk wants today's. */
function reprice({ reservation, draft, facts, property, may, change }: StaySectionView): TemplateResult | typeof nothing {
  if (reservation === undefined || !may.stay || draft.nightlyRate.trim() !== "") return nothing;
  const quote = repricedTotal(reservation, draft, facts, property.businessDate);
  if (quote === undefined) return nothing;
  const difference = quote.amount - reservation.total.amount;
  if (difference === 0 && !draft.reprice) return nothing;
  const price = formatMoney(quote);
  const amount = formatMoney({ ...quote, amount: Math.abs(difference) });
  const words =
    difference === 0
      ? t("Take today's prices instead of the agreed ones: {price}", { price })
      : difference > 0
        ? t("Take today's prices instead of the agreed ones: {price}, {amount} more", { price, amount })
        : t("Take today's prices instead of the agreed ones: {price}, {amount} less", { price, amount });
  return html`<label class="form-check mt-3 mb-0">
    <input
      class="form-check-input"
      type="checkbox"
      .checked=${live(draft.reprice)}
      @change=${(event: Event) => change({ reprice: (event.target as HTMLInputElement).checked })}
    />
    <span class="form-check-label">${words}</span>
  </label>`;
}

function booking(view: StaySectionView): TemplateResult {
  const sources = (Object.keys(sourceWords) as SourceType[]).filter(
    (source) => ["DIRECT", "PHONE", "WALK_IN"].includes(source) || source === view.base.sourceType,
  );
  return html`
    ${selectField({
      ...common(view, "sourceType", t("Source"), "pms-col-6"),
      disabled: !view.may.source || view.draft.checkInNow,
      choices: sources.map((source) => ({ value: source, label: sourceWords[source] })),
    })}
    ${inputField({ ...common(view, "sourceRef", t("Reference"), "pms-col-6"), disabled: !view.may.source })}
    ${view.reservation === undefined ? notesField(view, view.further.length > 0) : nothing}
  `;
}

/** Below a new reservation; later in a tab of its own. */
export function notesField(view: Pick<StaySectionView, "draft" | "may" | "errorsOf" | "change">, several = false): TemplateResult {
  const { draft, may, errorsOf, change } = view;
  return textAreaField({
    id: "pms-field-notes",
    label: several ? t("Notes, for every room") : t("Notes"),
    width: "pms-col-12",
    value: draft.notes,
    errors: errorsOf("notes"),
    onInput: (notes) => change({ notes }),
    disabled: !may.notes,
  });
}
