import { dayFromIso, type Day, isoFromDay } from "../layout/days";
import type { BoardStore } from "../../state/board-store";
import { judgeMove, type Verdict } from "../../state/legality";
import type { Room, Segment } from "../../state/model";
import { t } from "../../language/translate";
import { element } from "./elements";

/** "Move…": a room and an arrival from lists, for everyone who cannot or will not drag (WCAG 2.5.7). */
export class MoveDialog {
  readonly element = element("dialog", "move-dialog", { "aria-labelledby": "move-dialog-title" });
  private readonly title = element("h2", "", { id: "move-dialog-title" });
  private readonly room = element("select", "", { name: "room" });
  private readonly arrival = element("input", "", { type: "date", name: "arrival", required: "" });
  private segment: Segment | null = null;

  constructor(
    private readonly store: BoardStore,
    private readonly onMove: (segment: Segment, roomId: string | null, checkIn: Day) => void,
  ) {
    const form = element("form", "", { method: "dialog" });
    const cancel = element("button", "board-button", { type: "button" }, t("Cancel"));
    const apply = element("button", "board-button primary", { type: "submit" }, t("Move"));
    form.append(
      this.title,
      element("label", "", {}, t("Arrival"), this.arrival),
      element("label", "", {}, t("Room"), this.room),
      element("div", "move-actions", {}, cancel, apply),
    );
    cancel.addEventListener("click", () => this.element.close());
    form.addEventListener("submit", () => this.submit());
    this.arrival.addEventListener("input", () => this.arrival.value !== "" && this.fillRooms());
    // One-letter shortcuts of the board must not fire in here.
    this.element.addEventListener("keydown", (event) => event.stopPropagation());
    this.element.append(form);
  }

  open(segment: Segment): void {
    this.segment = segment;
    const inHouse = segment.status === "CHECKED_IN";
    this.title.textContent = t("Move {guest}", { guest: segment.guestName });
    this.arrival.value = isoFromDay(segment.checkIn);
    this.arrival.disabled = inHouse;
    this.arrival.min = inHouse ? "" : isoFromDay(Math.min(segment.checkIn, this.store.businessDate));
    this.fillRooms();
    this.room.value = segment.roomId ?? "";
    this.element.showModal();
    this.room.focus();
  }

  private submit(): void {
    if (this.segment === null) return;
    this.onMove(this.segment, this.room.value === "" ? null : this.room.value, dayFromIso(this.arrival.value));
  }

  /** Rooms by type, the stay's own type first; each says whether it is free on these nights. */
  private fillRooms(): void {
    const { segment, store } = this;
    if (segment === null) return;
    const chosen = this.room.value;
    const checkIn = dayFromIso(this.arrival.value);
    const types = [...store.roomTypes].sort((one, other) => Number(other.id === segment.roomTypeId) - Number(one.id === segment.roomTypeId));
    const groups = types.map((type) => {
      const options = store.roomsOfType(type.id).map((room) => this.option(room, judgeMove(store, segment, room.id, checkIn)));
      return element("optgroup", "", { label: type.name }, ...options);
    });
    this.room.replaceChildren(...groups);
    if (segment.status !== "CHECKED_IN") this.room.prepend(element("option", "", { value: "" }, t("Unassigned")));
    this.room.value = chosen;
  }

  private option(room: Room, verdict: Verdict): HTMLOptionElement {
    const state = stateWords(verdict);
    return element("option", "", { value: room.id }, state === "" ? room.number : `${room.number} · ${state}`);
  }
}

/** "free", "closed" or who has the room; nothing when it stays as it is. */
export function stateWords(verdict: Verdict): string {
  if (verdict.kind === "taken") return t("taken by {guest}", { guest: verdict.by.guestName });
  if (verdict.kind === "closed") return t("closed");
  return verdict.kind === "free" ? t("free") : "";
}
