import type { Proposal } from "../gestures/gesture";
import { PARKING_KEY, type Segment } from "../../state/model";
import type { MemberMove } from "../../state/together";
import { barOf } from "../layout/scale";
import { heightOfRow } from "../layout/rows";
import { element } from "./elements";
import type { Surface } from "./surface";

/**
 * What follows a drag: one ghost under the pointer, which also says what a drop would do, and one slot where the stay
 * would land, one more for each stay that goes with it. Nothing else is touched.
 */
export class DragLayer {
  /** Fixed to the screen, so that scrolling does not move it. */
  readonly ghost = element("div", "ghost", { "aria-hidden": "true", hidden: "" });
  private readonly others: HTMLElement[] = [];
  private readonly slot = element("div", "slot", { "aria-hidden": "true", hidden: "" });

  constructor(
    private readonly body: HTMLElement,
    private readonly parking: HTMLElement,
  ) {
    body.append(this.slot);
  }

  /** @param count how many stays are in the hand */
  showGhost(segment: Segment, width: number, count: number): void {
    this.ghost.className = `ghost stay ${segment.status} ${segment.sourceType}`;
    this.ghost.textContent = count > 1 ? `${segment.guestName} +${count - 1}` : segment.guestName;
    this.ghost.style.minWidth = `${width}px`;
    this.ghost.hidden = false;
  }

  moveGhost(x: number, y: number): void {
    this.ghost.style.transform = `translate(${x}px,${y}px)`;
  }

  /** Shows where the stay would land: green when free, red when not, with the reason. */
  showSlot(proposal: Proposal, words: string, surface: Surface): void {
    const { slot } = this;
    this.ghost.setAttribute("data-words", words);
    this.ghost.setAttribute("data-verdict", proposal.verdict.kind);
    slot.textContent = this.ghost.hidden ? words : "";
    this.place(slot, proposal, surface);
  }

  /** Shows where the rest of a selection would land; only when that changes. */
  showOthers(inHand: Segment, members: readonly MemberMove[], surface: Surface): void {
    const others = members.filter(({ segment }) => segment.reservationId !== inHand.reservationId);
    while (this.others.length < others.length) this.others.push(element("div", "slot", { "aria-hidden": "true" }));
    for (const [index, slot] of this.others.entries()) {
      const member = others[index];
      if (member === undefined) slot.hidden = true;
      else this.place(slot, member, surface);
    }
  }

  private place(slot: HTMLElement, { rowKey, start, end, verdict }: Proposal, surface: Surface): void {
    const { plan } = surface.rows;
    const bar = barOf(surface.scale, start, end);
    const index = plan.indexByKey.get(rowKey);
    const host = index === undefined ? this.parking : this.body;
    if (slot.parentNode !== host) host.append(slot);
    slot.hidden = bar === null || (index === undefined && rowKey !== PARKING_KEY);
    if (bar === null) return;
    const left = surface.metrics.labelWidth + bar.left;
    const top = index === undefined ? 0 : plan.tops[index]!;
    const height = index === undefined ? surface.metrics.parkingHeight : Math.min(heightOfRow(plan, index), surface.metrics.roomHeight);
    slot.className = `slot ${verdict.kind}`;
    slot.style.width = `${bar.width}px`;
    slot.style.height = `${height - 6}px`;
    slot.style.transform = `translate(${left}px,${top + 3}px)`;
  }

  hide(): void {
    this.ghost.hidden = true;
    this.slot.hidden = true;
    for (const slot of this.others) slot.hidden = true;
  }
}
