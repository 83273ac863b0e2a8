import type { BoardStore } from "../../state/board-store";
import type { Room } from "../../state/model";
import { t } from "../../language/translate";
import { type Day, dayFromIso, isoFromDay } from "../layout/days";
import { element } from "./elements";

/** Resolves with why it cannot be done, or null when it is. */
export type CloseRoom = (room: Room, start: Day, end: Day, reason: string) => Promise<string | null>;

/** "Out of order…": from when to when, and why. */
export class ClosureDialog {
  readonly element = element("dialog", "move-dialog", { "aria-labelledby": "closure-dialog-title" });
  private readonly title = element("h2", "", { id: "closure-dialog-title" });
  private readonly start = element("input", "", { type: "date", required: "" });
  private readonly end = element("input", "", { type: "date", required: "" });
  private readonly reason = element("input", "", { type: "text", maxlength: "500", autocomplete: "off" });
  private readonly trouble = element("p", "closure-trouble", { role: "alert" });
  private readonly apply = element("button", "board-button primary", { type: "submit" }, t("Take out of order"));
  private room: Room | null = null;

  constructor(
    private readonly store: BoardStore,
    private readonly close: CloseRoom,
  ) {
    const form = element("form", "", { method: "dialog" });
    const cancel = element("button", "board-button", { type: "button" }, t("Cancel"));
    form.append(
      this.title,
      element("label", "", {}, t("From the night of"), this.start),
      element("label", "", {}, t("Back on"), this.end),
      element("label", "", {}, t("Reason"), this.reason),
      this.trouble,
      element("div", "move-actions", {}, cancel, this.apply),
    );
    cancel.addEventListener("click", () => this.element.close());
    form.addEventListener("submit", (event) => void this.submit(event));
    this.start.addEventListener("input", () => this.keepOrder());
    this.element.addEventListener("keydown", (event) => event.stopPropagation());
    this.element.append(form);
  }

  /** Opens on a night; without one on tonight. */
  open(room: Room, day: Day | null): void {
    const first = day ?? this.store.businessDate;
    this.room = room;
    this.title.textContent = t("Room {room} out of order", { room: room.number });
    this.start.value = isoFromDay(first);
    this.end.value = isoFromDay(first + 1);
    this.reason.value = "";
    this.trouble.textContent = "";
    this.keepOrder();
    this.element.showModal();
    this.reason.focus();
  }

  private keepOrder(): void {
    if (this.start.value === "") return;
    const earliest = isoFromDay(dayFromIso(this.start.value) + 1);
    this.end.min = earliest;
    if (this.end.value < earliest) this.end.value = earliest;
  }

  /** Stays open with the reason when the server says no: a stay may lie there. */
  private async submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (this.room === null || this.apply.disabled) return;
    this.apply.disabled = true;
    const refusal = await this.close(this.room, dayFromIso(this.start.value), dayFromIso(this.end.value), this.reason.value.trim());
    this.apply.disabled = false;
    if (refusal === null) this.element.close();
    else this.trouble.textContent = refusal;
  }
}
