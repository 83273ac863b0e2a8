import type { BoardStore } from "../../state/board-store";
import { judgeNights } from "../../state/legality";
import type { Room, Segment } from "../../state/model";
import { changeNights } from "../../state/split-nights";
import { t } from "../../language/translate";
import { type Day, dayFromIso, isoFromDay } from "../layout/days";
import { element } from "./elements";
import { stateWords } from "./move-dialog";

/** Resolves with why it cannot be done, or null when it is. */
export type SplitStay = (segment: Segment, on: Day, room: Room) => Promise<string | null>;

/** "Change room from a night…": from which night on, and to which room. */
export class SplitDialog {
  readonly element = element("dialog", "move-dialog", { "aria-labelledby": "split-dialog-title" });
  private readonly title = element("h2", "", { id: "split-dialog-title" });
  private readonly night = element("input", "", { type: "date", name: "night", required: "" });
  private readonly room = element("select", "", { name: "room", required: "" });
  private readonly trouble = element("p", "closure-trouble", { role: "alert" });
  private readonly apply = element("button", "board-button primary", { type: "submit" }, t("Change room"));
  private segment: Segment | null = null;

  constructor(
    private readonly store: BoardStore,
    private readonly split: SplitStay,
  ) {
    const form = element("form", "", { method: "dialog" });
    const cancel = element("button", "board-button", { type: "button" }, t("Cancel"));
    form.append(
      this.title,
      element("label", "", {}, t("From the night of"), this.night),
      element("label", "", {}, t("Room"), this.room),
      this.trouble,
      element("div", "move-actions", {}, cancel, this.apply),
    );
    cancel.addEventListener("click", () => this.element.close());
    form.addEventListener("submit", (event) => void this.submit(event));
    this.night.addEventListener("input", () => this.night.value !== "" && this.fillRooms(this.room.value));
    // One-letter shortcuts of the board must not fire in here.
    this.element.addEventListener("keydown", (event) => event.stopPropagation());
    this.element.append(form);
  }

  /** Opens on the first night that can begin in another room, and on the first room that is free from then on. */
  open(segment: Segment): void {
    const nights = changeNights(segment, this.store.businessDate);
    if (nights === null) return;
    this.segment = segment;
    this.title.textContent = t("Change room of {guest}", { guest: segment.guestName });
    this.night.min = isoFromDay(nights.first);
    this.night.max = isoFromDay(nights.last);
    this.night.value = this.night.min;
    this.trouble.textContent = "";
    this.fillRooms();
    this.element.showModal();
    this.night.focus();
  }

  /** Rooms by type, the stay's own type first and in each the free ones first. */
  private fillRooms(chosen?: string): void {
    const { segment, store } = this;
    if (segment === null) return;
    const span = { start: dayFromIso(this.night.value), end: segment.checkOut };
    const types = [...store.roomTypes].sort((one, other) => Number(other.id === segment.roomTypeId) - Number(one.id === segment.roomTypeId));
    const groups = types.map((type) => {
      const judged = store
        .roomsOfType(type.id)
        .filter((room) => !this.sleepsIn(room, span.start))
        .map((room) => ({ room, verdict: judgeNights(store, room.id, span, segment.reservationId) }));
      judged.sort((one, other) => Number(other.verdict.kind === "free") - Number(one.verdict.kind === "free"));
      const options = judged.map(({ room, verdict }) => element("option", "", { value: room.id }, `${room.number} · ${stateWords(verdict)}`));
      return element("optgroup", "", { label: type.name }, ...options);
    });
    this.room.replaceChildren(...groups.filter((group) => group.childElementCount > 0));
    if (chosen !== undefined && this.room.querySelector(`option[value="${chosen}"]`) !== null) this.room.value = chosen;
  }

  /** Whether the stay is in the room from this night to its end anyway. */
  private sleepsIn(room: Room, night: Day): boolean {
    const later = this.store.segmentsOf(this.segment?.reservationId ?? "").filter(({ end }) => end > night);
    return later.every(({ roomId }) => roomId === room.id);
  }

  /** Stays open with the reason when the server says no. */
  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const room = this.store.room(this.room.value);
    if (this.segment === null || room === undefined || this.apply.disabled) return;
    this.apply.disabled = true;
    const refusal = await this.split(this.segment, dayFromIso(this.night.value), room);
    this.apply.disabled = false;
    if (refusal === null) this.element.close();
    else this.trouble.textContent = refusal;
  }
}
