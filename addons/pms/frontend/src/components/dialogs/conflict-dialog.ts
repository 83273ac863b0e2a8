import { html, nothing, type TemplateResult } from "lit";
import type { Alternative, Conflict, IsoDate } from "../../api/types";
import { t } from "../../language/translate";
import { icon } from "../base/icons";
import { ModalElement } from "../base/modal";
import { formatNights, formatStay, nightsBetween } from "../format/dates";

export interface ConflictRequest {
  /** The stay that found no room; its name and dates stand in the first sentence. */
  guestName?: string;
  roomNumber?: string;
  checkInDate: IsoDate;
  checkOutDate: IsoDate;
  /** The server's sentence, when no conflict says more. */
  detail?: string;
  conflicts?: Conflict[];
  /** May still be on its way; until then the dialog shows that it is looking. */
  alternatives: Alternative[] | Promise<Alternative[]>;
  /** Stays whose place can be exchanged with this one. */
  swaps?: { reservationId: string; guestName: string }[];
  roomTypeName?: (roomTypeId: string) => string | undefined;
}

export type ConflictChoice =
  | { kind: "alternative"; alternative: Alternative }
  | { kind: "swap"; reservationId: string }
  | { kind: "none" };

/** `<pms-conflict-dialog>`: who is there, and where the stay fits instead, each with one press. */
export class ConflictDialog extends ModalElement {
  static override properties = {
    ...ModalElement.properties,
    conflict: { state: true },
    alternatives: { state: true },
  };
  declare private conflict: ConflictRequest | undefined;
  declare private alternatives: Alternative[] | "loading" | "failed";
  private answer: ((choice: ConflictChoice) => void) | undefined;

  /** Resolves when something is chosen, or with `none`. */
  show(conflict: ConflictRequest): Promise<ConflictChoice> {
    this.settle({ kind: "none" });
    this.conflict = conflict;
    this.alternatives = Array.isArray(conflict.alternatives) ? conflict.alternatives : "loading";
    if (!Array.isArray(conflict.alternatives)) void this.await(conflict, conflict.alternatives);
    this.shown = true;
    return new Promise((resolve) => (this.answer = resolve));
  }

  private async await(conflict: ConflictRequest, pending: Promise<Alternative[]>): Promise<void> {
    const found = await pending.catch(() => "failed" as const);
    if (this.conflict === conflict) this.alternatives = found;
  }

  protected dismiss(): void {
    this.settle({ kind: "none" });
  }

  private settle(choice: ConflictChoice): void {
    this.shown = false;
    this.answer?.(choice);
    this.answer = undefined;
  }

  private readonly onClosed = (event: Event): void => {
    this.onClose(event);
    if (event.target === this.dialog && !this.dialog?.open) this.settle({ kind: "none" });
  };

  protected override render(): TemplateResult {
    return html`<dialog
      class="pms-dialog"
      role="dialog"
      aria-label=${t("Room not available")}
      aria-describedby="pms-conflict-reason"
      @keydown=${this.onKey}
      @cancel=${this.onCancel}
      @close=${this.onClosed}
      @mousedown=${this.onPress}
    >
      ${this.conflict === undefined ? nothing : this.body(this.conflict)}
    </dialog>`;
  }

  private body(conflict: ConflictRequest): TemplateResult {
    return html`
      <div class="pms-dialog-body">
        <div class="d-flex align-items-start gap-3">
          <span class="pms-dialog-symbol text-warning-emphasis">${icon("warning")}</span>
          <div class="flex-fill" id="pms-conflict-reason">
            <h2 class="pms-dialog-title">${t("Room not available")}</h2>
            <p class="text-secondary mb-0">${this.sentence(conflict)}</p>
          </div>
        </div>
        ${this.whoIsThere(conflict)}
        <h3 class="pms-dialog-subtitle" id="pms-conflict-alternatives">${t("Where it fits instead")}</h3>
        <div aria-live="polite" aria-busy=${this.alternatives === "loading"}>${this.alternativeList(conflict)}</div>
      </div>
      <div class="pms-dialog-footer">
        <button type="button" class="btn" autofocus @click=${() => this.dismiss()}>${t("Leave as it was")}</button>
        ${(conflict.swaps ?? []).map(
          (swap) => html`<button
            type="button"
            class="btn btn-outline-primary"
            @click=${() => this.settle({ kind: "swap", reservationId: swap.reservationId })}
          >
            ${icon("swap")} ${t("Swap with {guest}", { guest: swap.guestName })}
          </button>`,
        )}
      </div>
    `;
  }

  private sentence({ guestName, roomNumber, checkInDate, checkOutDate, detail }: ConflictRequest): string {
    if (detail !== undefined) return detail;
    const stay = `${formatStay(checkInDate, checkOutDate)} (${formatNights(nightsBetween(checkInDate, checkOutDate))})`;
    const values = { room: roomNumber ?? "", guest: guestName ?? "", stay };
    if (roomNumber === undefined) return guestName ? t("That room is not free for {guest}, {stay}.", values) : t("That room is not free, {stay}.", values);
    return guestName ? t("Room {room} is not free for {guest}, {stay}.", values) : t("Room {room} is not free, {stay}.", values);
  }

  private whoIsThere({ conflicts = [] }: ConflictRequest): TemplateResult | typeof nothing {
    if (conflicts.length === 0) return nothing;
    return html`<ul class="pms-conflict-list" aria-label=${t("In the way")}>
      ${conflicts.map(
        (conflict) => html`<li>
          <span class="pms-conflict-who">${this.occupant(conflict)}</span>
          <span class="text-secondary">${formatStay(conflict.startDate, conflict.endDate)}</span>
        </li>`,
      )}
    </ul>`;
  }

  private occupant(conflict: Conflict): string {
    if (conflict.kind === "OUT_OF_ORDER") return t("Out of order");
    if (conflict.kind === "HOUSE_USE") return t("House use");
    return conflict.guestName ?? t("Another stay");
  }

  private alternativeList(conflict: ConflictRequest): TemplateResult {
    const { alternatives } = this;
    if (alternatives === "loading") {
      return html`<p class="pms-quiet"><span class="spinner-border spinner-border-sm me-2" aria-hidden="true"></span>${t("Looking for rooms…")}</p>`;
    }
    if (alternatives === "failed") return html`<p class="pms-quiet">${t("The rooms could not be looked up. Nothing was changed.")}</p>`;
    if (alternatives.length === 0) {
      return html`<p class="pms-quiet">${t("No room fits these nights. Try other dates, or leave the stay without a room for now.")}</p>`;
    }
    return html`<ul class="pms-choice-list" aria-labelledby="pms-conflict-alternatives">
      ${alternatives.map((alternative, index) => html`<li>${this.alternativeButton(alternative, index, conflict)}</li>`)}
    </ul>`;
  }

  private alternativeButton(alternative: Alternative, index: number, conflict: ConflictRequest): TemplateResult {
    const { checkInDate, checkOutDate, number, roomTypeId, reason } = alternative;
    const otherDates = checkInDate !== conflict.checkInDate || checkOutDate !== conflict.checkOutDate;
    const type = conflict.roomTypeName?.(roomTypeId);
    return html`<button
      type="button"
      class="pms-choice"
      data-room-id=${alternative.roomId}
      @click=${() => this.settle({ kind: "alternative", alternative })}
    >
      <span class="pms-choice-label">
        ${t("Room {number}", { number })}${type ? html` <span class="pms-choice-type">${type}</span>` : nothing}
        ${index === 0 ? html`<span class="badge pms-badge-best">${t("Best fit")}</span>` : nothing}
      </span>
      <span class="pms-choice-description">
        ${otherDates ? html`<strong>${formatStay(checkInDate, checkOutDate)}</strong> · ` : nothing}${reason}
      </span>
    </button>`;
  }
}

customElements.define("pms-conflict-dialog", ConflictDialog);
