import { PARKING_KEY } from "../../state/model";
import { t } from "../../language/translate";
import { barOf, contentWidth } from "../layout/scale";
import { ChipView } from "./chip";
import { element } from "./elements";
import type { Surface } from "./surface";

/** The row at the bottom of the screen for stays that are out of their rooms while a full house is shuffled. */
export class ParkingView {
  readonly element = element("div", "board-parking", { role: "row", "data-row": PARKING_KEY });
  readonly slotHost = this.element;
  private readonly hint = element("div", "parking-hint", { role: "gridcell" }, t("Drop a stay here to free its room while you rearrange"));
  private readonly label = element("div", "board-label parking", { role: "rowheader" });
  private readonly chips: ChipView[] = [];
  height = 0;

  constructor() {
    this.label.append(element("b", "", {}, t("Parking lane")));
    this.element.setAttribute("aria-label", t("Parking lane, stays taken out of their rooms for now"));
    this.element.append(this.label, this.hint);
  }

  chipOf(segmentId: string): ChipView | undefined {
    return this.chips.find(({ segment }) => segment?.id === segmentId);
  }

  /** Draws the parked stays of the shown nights; as high as their overlap needs. */
  show(surface: Surface): void {
    const { store, scale, rows, metrics } = surface;
    const levels = Math.max(1, rows.parkingLevels);
    this.height = levels === 1 ? metrics.parkingHeight : levels * metrics.laneLevelHeight + 6;
    this.element.style.height = `${this.height}px`;
    this.element.style.width = `${metrics.labelWidth + contentWidth(scale)}px`;
    let used = 0;
    for (const segment of store.row(PARKING_KEY)) {
      const bar = barOf(scale, segment.start, segment.end);
      if (bar === null) continue;
      let chip = this.chips[used];
      if (chip === undefined) {
        chip = new ChipView();
        this.chips.push(chip);
        this.element.append(chip.element);
      }
      chip.show(segment, bar, rows.levels.get(segment.id) ?? 0, surface);
      used += 1;
    }
    for (const chip of this.chips.slice(used)) chip.hide();
    this.hint.hidden = used > 0;
    this.element.classList.toggle("waiting", used > 0);
    this.element.setAttribute("aria-rowindex", String(rows.plan.rows.length + 2));
  }
}
