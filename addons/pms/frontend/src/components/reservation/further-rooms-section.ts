/** The rooms of a new booking below the first one, and the button that adds one. */
import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import { t } from "../../language/translate";
import { formatMoney } from "../format/money";
import type { Draft, PropertyContext } from "./draft";
import { inputField, selectField, type FieldOptions } from "./field";
import { MOST_FURTHER, priceOf, type FurtherRoom, type FurtherRoomChanges } from "./further-rooms";
import type { ReferenceData } from "./reference-data";
import { freeRoomsHint, roomOptions, roomTypeOptions } from "./room-options";

export interface FurtherRoomsView {
  rooms: readonly FurtherRoom[];
  /** How many rooms stand before these. */
  before: number;
  draft: Draft;
  property: PropertyContext;
  reference: ReferenceData;
  errorsOf: (name: string) => string[];
  add: () => void;
  remove: (key: number) => void;
  change: (key: number, changes: FurtherRoomChanges) => void;
}

export function furtherRoomsSection(view: FurtherRoomsView): TemplateResult | typeof nothing {
  const { rooms, draft, add } = view;
  if (draft.checkInNow) return html`<p class="pms-quiet">${t("A walk-in is one room. For several, make the booking first, then check its rooms in together.")}</p>`;
  return html`${repeat(
      rooms,
      (room) => room.key,
      (room, index) => oneRoom(room, index, view),
    )}
    ${rooms.length < MOST_FURTHER
      ? html`<button type="button" class="btn btn-sm pms-add-room" id="pms-add-room" @click=${add}>${t("Add another room")}</button>`
      : nothing}`;
}

/** Rooms that the first stay or the other further rooms take. */
export function takenBeside(draft: Draft, rooms: readonly FurtherRoom[], key?: number): ReadonlySet<string> {
  const others = rooms.filter((room) => room.key !== key).map(({ roomId }) => roomId);
  return new Set([...others, ...(key === undefined ? [] : [draft.roomId])].filter((id) => id !== ""));
}

function oneRoom(room: FurtherRoom, index: number, view: FurtherRoomsView): TemplateResult {
  const { draft, property, reference, rooms } = view;
  const place = index + 1;
  const number = view.before + place;
  const choice = { ...room, reference, taken: takenBeside(draft, rooms, room.key) };
  const price = priceOf(room, draft, property.currency);
  const field = (name: keyof FurtherRoomChanges, label: string, width: string): FieldOptions => ({
    id: `pms-room-${room.key}-${name}`,
    label,
    width,
    value: room[name],
    errors: view.errorsOf(`stays.${place}.${name}`),
    onInput: (value) => view.change(room.key, { [name]: value }),
  });
  return html`<fieldset class="pms-section pms-further-room">
    <legend class="pms-section-title">${t("Room {number}", { number })}${price === undefined ? nothing : html` · <span>${formatMoney(price)}</span>`}</legend>
    <button type="button" class="btn btn-sm pms-further-remove" @click=${() => view.remove(room.key)}>
      ${t("Remove")}<span class="visually-hidden"> ${t("room {number}", { number })}</span>
    </button>
    <div class="pms-grid">
      ${selectField({
        ...field("roomTypeId", t("Room type"), "pms-col-6"),
        required: true,
        choices: roomTypeOptions(choice),
        onInput: (roomTypeId) => view.change(room.key, { roomTypeId, roomId: "" }),
      })}
      ${selectField({
        ...field("roomId", t("Room"), "pms-col-6"),
        disabled: room.roomTypeId === "",
        choices: roomOptions(choice),
        hint: freeRoomsHint(choice),
      })}
      ${inputField({ ...field("adults", t("Adults"), "pms-col-3"), type: "number", inputmode: "numeric", min: "1", required: true })}
      ${inputField({ ...field("children", t("Children"), "pms-col-3"), type: "number", inputmode: "numeric", min: "0" })}
      ${inputField({
        ...field("nightlyRate", t("Price per night ({currency})", { currency: property.currency }), "pms-col-6"),
        inputmode: "decimal",
        placeholder: t("As quoted"),
      })}
    </div>
  </fieldset>`;
}
