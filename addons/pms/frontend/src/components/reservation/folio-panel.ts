import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { fetchChargeCodes, fetchFolios, postCharge, postPayment } from "../../api/folios";
import type { Result } from "../../api/http";
import type { ChargeCode, Folio, FolioEntry, Folios } from "../../api/types";
import { t } from "../../language/translate";
import { LightElement } from "../base/light-element";
import { formatDate } from "../format/dates";
import { formatMoney, moneyInputText, parseMoney } from "../format/money";
import { SubmissionKey } from "../forms/submission";
import { chargeForm, paymentForm, type Posting } from "./folio-forms";

type Form = "charge" | "payment";

/** What stands in the forms when they open. */
const EMPTY: Posting = { folioId: "", code: "", quantity: "1", price: "", description: "", method: "CARD", amount: "", reference: "" };

/**
 * `<pms-folio-panel>`: what the stay owes, and the two things a desk does about it most: add a charge, record a payment.
 *
 * Dispatches `pms-folio-posted` after each posting.
 */
export class FolioPanel extends LightElement {
  static override properties = {
    reservationId: { attribute: false },
    propertyId: { attribute: false },
    mayPost: { attribute: false },
    folios: { state: true },
    codes: { state: true },
    form: { state: true },
    typed: { state: true },
    fields: { state: true },
    notice: { state: true },
    busy: { state: true },
  };
  declare reservationId: string;
  declare propertyId: string;
  declare mayPost: boolean;
  declare private folios: "loading" | { problem: string } | Folios;
  declare private codes: ChargeCode[];
  declare private form: Form | undefined;
  declare private typed: Posting;
  declare private fields: Record<string, string[]>;
  declare private notice: string;
  declare private busy: boolean;
  private readonly key = new SubmissionKey();

  constructor() {
    super();
    this.mayPost = false;
    this.folios = "loading";
    this.codes = [];
    this.form = undefined;
    this.typed = EMPTY;
    this.fields = {};
    this.notice = "";
    this.busy = false;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (!changed.has("reservationId")) return;
    this.form = undefined;
    this.folios = "loading";
    void this.load();
  }

  private async load(): Promise<void> {
    const { reservationId } = this;
    const result = await fetchFolios(reservationId);
    if (reservationId !== this.reservationId) return;
    if (result.ok) this.folios = result.value;
    else this.folios = { problem: result.offline ? t("The server could not be reached.") : result.problem.detail };
  }

  private async open(form: Form, folios: Folios): Promise<void> {
    const open = folios.items.filter(({ status }) => status === "OPEN");
    const owes = open.find(({ balance }) => balance.amount > 0) ?? open[0];
    this.fields = {};
    this.notice = "";
    this.form = form;
    this.typed = {
      ...EMPTY,
      folioId: (form === "payment" ? owes : open[0])?.id ?? "",
      amount: form === "payment" && owes !== undefined && owes.balance.amount > 0 ? moneyInputText(owes.balance) : "",
    };
    await this.updateComplete;
    this.querySelector<HTMLElement>(form === "charge" ? "#pms-folio-code" : "#pms-folio-amount")?.focus();
    if (form === "payment" || this.codes.length > 0) return;
    const codes = await fetchChargeCodes(this.propertyId);
    if (codes.ok) this.codes = codes.value.filter(({ active }) => active);
    else this.notice = t("What can be charged could not be read. Close the form and try again.");
  }

  private readonly change = (changes: Partial<Posting>): void => {
    this.typed = { ...this.typed, ...changes };
    this.fields = Object.fromEntries(Object.entries(this.fields).filter(([name]) => !(name in changes)));
  };

  private async submit(event: Event, folio: Folio): Promise<void> {
    event.preventDefault();
    if (this.busy) return;
    const { typed, form } = this;
    const [name, amount] = form === "charge" ? (["price", typed.price] as const) : (["amount", typed.amount] as const);
    const money = parseMoney(amount, folio.currency);
    const wrong: Record<string, string[]> = {};
    if (money === null || money.amount <= 0) wrong[name] = [t("Enter an amount, for example 12.50.")];
    if (form === "charge" && typed.code === "") wrong.code = [t("Choose what it is for.")];
    if (form === "charge" && !/^[1-9]\d{0,3}$/.test(typed.quantity.trim())) wrong.quantity = [t("At least one.")];
    if (money === null || Object.keys(wrong).length > 0) return this.refuse("", wrong);
    this.busy = true;
    const key = this.key.for([form, folio.id, typed]);
    const result: Result<unknown> =
      form === "charge"
        ? await postCharge(folio.id, { code: typed.code, quantity: Number(typed.quantity), price: money, ...words("description", typed.description) }, key)
        : await postPayment(folio.id, { method: typed.method, amount: money, ...words("reference", typed.reference) }, key);
    this.busy = false;
    if (result.ok || !result.offline) this.key.answered();
    if (!result.ok) {
      const problem = result.offline ? undefined : result.problem;
      return this.refuse(problem?.detail ?? t("The server could not be reached. Try again: it is posted only once."), problem?.fields ?? {});
    }
    this.form = undefined;
    this.dispatchEvent(new CustomEvent("pms-folio-posted", { detail: { form }, bubbles: true, composed: true }));
    await this.load();
    this.querySelector<HTMLElement>("#pms-folio-balance")?.focus();
  }

  private refuse(notice: string, fields: Record<string, string[]>): void {
    this.notice = notice;
    this.fields = fields;
    void this.updateComplete.then(() => this.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
  }

  protected override render(): TemplateResult {
    const { folios } = this;
    if (folios === "loading") return html`<p class="pms-quiet" role="status">${t("Reading the folio…")}</p>`;
    if ("problem" in folios) {
      return html`<div class="pms-quiet" role="alert">
        <p>${t("The folio could not be read.")} ${folios.problem}</p>
        <button type="button" class="btn btn-sm" @click=${() => this.load()}>${t("Try again")}</button>
      </div>`;
    }
    return html`
      <div class="pms-folio-head">
        <div id="pms-folio-balance" tabindex="-1" role="status">
          <span class="text-secondary">${t("Balance")}</span>
          <strong class=${folios.balance.amount > 0 ? "pms-folio-owed" : ""}>${formatMoney(folios.balance)}</strong>
        </div>
        ${this.mayPost && this.form === undefined ? this.buttons(folios) : nothing}
      </div>
      ${this.formOf(folios)} ${folios.items.map((folio) => this.entriesOf(folio, folios.items.length > 1))}
      <p class="mb-0"><a href="/pms/reservations/${this.reservationId}/folio">${t("Open the whole folio")}</a></p>
    `;
  }

  private buttons(folios: Folios): TemplateResult | typeof nothing {
    if (folios.items.every(({ status }) => status === "CLOSED")) return nothing;
    return html`<div class="pms-folio-buttons">
      <button type="button" class="btn btn-sm" @click=${() => this.open("charge", folios)}>${t("Add charge")}</button>
      <button type="button" class="btn btn-sm btn-primary" @click=${() => this.open("payment", folios)}>${t("Record payment")}</button>
    </div>`;
  }

  private formOf({ items }: Folios): TemplateResult | typeof nothing {
    const folio = items.find(({ id }) => id === this.typed.folioId);
    if (this.form === undefined || folio === undefined) return nothing;
    const { typed, fields, change, codes, notice, busy } = this;
    const open = items.filter(({ status }) => status === "OPEN");
    const view = { typed, fields, change, codes, open, currency: folio.currency };
    return html`<form class="pms-folio-form" novalidate @submit=${(event: Event) => this.submit(event, folio)}>
      <div role="alert">${notice === "" ? nothing : html`<div class="alert alert-danger mb-2">${notice}</div>`}</div>
      ${this.form === "charge" ? chargeForm(view) : paymentForm(view)}
      <div class="pms-folio-buttons">
        <button type="button" class="btn btn-sm" @click=${() => (this.form = undefined)}>${t("Cancel")}</button>
        <button type="submit" class="btn btn-sm btn-primary" ?disabled=${busy}>${this.form === "charge" ? t("Post charge") : t("Record payment")}</button>
      </div>
    </form>`;
  }

  private entriesOf(folio: Folio, named: boolean): TemplateResult {
    return html`<table class="pms-folio">
      <caption class=${named ? "" : "visually-hidden"}>
        ${nameOf(folio)}${folio.status === "CLOSED" ? ` · ${t("closed")}` : ""}${named ? html` · ${formatMoney(folio.balance)}` : nothing}
      </caption>
      <thead class="visually-hidden">
        <tr><th scope="col">${t("Date")}</th><th scope="col">${t("Entry")}</th><th scope="col">${t("Amount")}</th></tr>
      </thead>
      <tbody>
        ${folio.entries.length === 0
          ? html`<tr><td colspan="3" class="text-secondary">${t("Nothing is posted yet.")}</td></tr>`
          : folio.entries.map((entry) => this.entry(entry))}
      </tbody>
    </table>`;
  }

  private entry({ businessDate, description, code, kind, amount, reference }: FolioEntry): TemplateResult {
    return html`<tr data-kind=${kind}>
      <td class="text-secondary">${formatDate(businessDate)}</td>
      <td>${description || code}${reference ? html` <span class="text-secondary">· ${reference}</span>` : nothing}</td>
      <td class="pms-folio-amount">${formatMoney(amount)}</td>
    </tr>`;
  }
}

function words<Name extends string>(name: Name, text: string): Partial<Record<Name, string>> {
  return text.trim() === "" ? {} : ({ [name]: text.trim() } as Record<Name, string>);
}

customElements.define("pms-folio-panel", FolioPanel);

/** What the house calls a folio, in the reader's language as long as nobody renamed it. */
function nameOf({ name }: Folio): string {
  return name === "Guest" ? t("Guest") : name;
}
