import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { fetchAudit } from "../../api/reservations";
import type { AuditEntry } from "../../api/types";
import { t } from "../../language/translate";
import { LightElement } from "../base/light-element";
import { formatInstant } from "../format/dates";
import { historyLine, type HistoryLine, type NameOf } from "./history";

type Loaded = "loading" | { problem: string } | AuditEntry[];

/** `<pms-reservation-history>`: who did what and when, newest first; reads again when `version` changes. */
export class ReservationHistory extends LightElement {
  static override properties = {
    reservationId: { attribute: false },
    version: { attribute: false },
    timezone: { attribute: false },
    nameOf: { attribute: false },
    entries: { state: true },
  };
  declare reservationId: string;
  declare version: number;
  declare timezone: string;
  declare nameOf: NameOf;
  declare private entries: Loaded;

  constructor() {
    super();
    this.entries = "loading";
    this.timezone = "UTC";
    this.nameOf = () => undefined;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has("reservationId") || changed.has("version")) void this.load();
  }

  private async load(): Promise<void> {
    const { reservationId, version } = this;
    this.entries = "loading";
    const result = await fetchAudit(reservationId);
    if (reservationId !== this.reservationId || version !== this.version) return;
    if (result.ok) this.entries = result.value.toReversed();
    else this.entries = { problem: result.offline ? t("The server could not be reached.") : result.problem.detail };
  }

  protected override render(): TemplateResult {
    if (this.entries === "loading") return html`<p class="pms-quiet" role="status">${t("Reading the history…")}</p>`;
    if (!Array.isArray(this.entries)) {
      return html`<div class="pms-quiet" role="alert">
        <p>${t("The history could not be read.")} ${this.entries.problem}</p>
        <button type="button" class="btn btn-sm" @click=${() => this.load()}>${t("Try again")}</button>
      </div>`;
    }
    if (this.entries.length === 0) return html`<p class="pms-quiet">${t("Nothing has happened to this reservation yet.")}</p>`;
    return html`<ol class="pms-history" aria-label=${t("History")}>
      ${this.entries.map((entry) => this.line(historyLine(entry, this.nameOf)))}
    </ol>`;
  }

  private line(line: HistoryLine): TemplateResult {
    return html`<li>
      <div class="pms-history-what">${line.what}</div>
      ${line.changes.length === 0
        ? nothing
        : html`<ul class="pms-plain-list">
            ${line.changes.map(
              (change) => html`<li>
                <span class="text-secondary">${change.field}:</span> <del>${change.before}</del>
                <span class="visually-hidden">${t("became")}</span><span aria-hidden="true">→</span> <ins>${change.after}</ins>
              </li>`,
            )}
          </ul>`}
      <div class="pms-history-when">${line.who} · <time datetime=${line.at}>${formatInstant(line.at, this.timezone)}</time></div>
    </li>`;
  }
}

customElements.define("pms-reservation-history", ReservationHistory);
