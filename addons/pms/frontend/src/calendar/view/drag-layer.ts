import type { Proposal } from "../gestures/gesture";
import type { Segment } from "../../state/model";
import { barOf } from "../layout/scale";
import { heightOfRow } from "../layout/rows";
import { element } from "./elements";
import type { Surface } from "./surface";

/**
 * What follows a drag: one ghost under the pointer, which also says what a drop would do, and one slot where the stay
 * would land. Nothing else is touched.
 */
export class DragLayer {
  /** Fixed to the screen, so that scrolling does not move it. */
  readonly ghost = element("div", "ghost", { "aria-hidden": "true", hidden: "" });
  private readonly slot = element("div", "slot", { "aria-hidden": "true", hidden: "" });

  constructor(
    private readonly body: HTMLElement,
    private readonly parking: HTMLElement,
  ) {
    body.append(this.slot);
  }

  showGhost(segment: Segment, width: number): void {
    this.ghost.className = `ghost stay ${segment.status} ${segment.sourceType}`;
    this.ghost.textContent = segment.guestName;
    this.ghost.style.minWidth = `${width}px`;
    this.ghost.hidden = false;
  }

  moveGhost(x: number, y: number): void {
    this.ghost.style.transform = `translate(${x}px,${y}px)`;
  }

  /** Shows where the stay would land: green when free, red when not, with the reason. */
  showSlot(proposal: Proposal, words: string, surface: Surface): void {
    const { slot } = this;
    const { plan } = surface.rows;
    const bar = barOf(surface.scale, proposal.start, proposal.end);
    const index = plan.indexByKey.get(proposal.rowKey);
    const host = index === undefined ? this.parking : this.body;
    if (slot.parentNode !== host) host.append(slot);
    slot.hidden = bar === null;
    if (bar === null) return;
    const left = surface.metrics.labelWidth + bar.left;
    const top = index === undefined ? 0 : plan.tops[index]!;
    const height = index === undefined ? surface.metrics.parkingHeight : Math.min(heightOfRow(plan, index), surface.metrics.roomHeight);
    slot.className = `slot ${proposal.verdict.kind}`;
    this.ghost.setAttribute("data-words", words);
    this.ghost.setAttribute("data-verdict", proposal.verdict.kind);
    slot.textContent = this.ghost.hidden ? words : "";
    slot.style.width = `${bar.width}px`;
    slot.style.height = `${height - 6}px`;
    slot.style.transform = `translate(${left}px,${top + 3}px)`;
  }

  hide(): void {
    this.ghost.hidden = true;
    this.slot.hidden = true;
  }
}
