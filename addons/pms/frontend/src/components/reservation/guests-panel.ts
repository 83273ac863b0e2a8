import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import { addGuestToStay, fetchGuest, fetchGuestsOfStay, takeGuestOffStay, updateGuest } from "../../api/guests";
import type { Result } from "../../api/http";
import type { Guest, GuestOfStay, GuestRole, GuestSummary, Problem, Reservation } from "../../api/types";
import { t } from "../../language/translate";
import { LightElement } from "../base/light-element";
import { sharedElement } from "../base/modal";
import type { ConfirmDialog } from "../dialogs/confirm-dialog";
import { SubmissionKey } from "../forms/submission";
import { guestCards } from "./guest-cards";
import { addGuestFields, changesOf, contactFields, newGuestFrom, NOBODY, sameText, textOf, type GuestText } from "./guest-forms";

type Form = { kind: "add"; picked: GuestSummary | undefined; role: GuestRole } | { kind: "details"; before: Guest };

/**
 * `<pms-guests-panel>`: who stays: the guest the stay is booked for, whose details can be corrected here, and the
 * further guests.
 *
 * Dispatches `pms-guests-changed` ({reservation, sentence}) with the stay's new state after a guest was named or taken
 * off, and `pms-guest-changed` ({guest, sentence}) after details were saved.
 */
export class GuestsPanel extends LightElement {
  static override properties = {
    reservation: { attribute: false },
    mayName: { attribute: false },
    mayWrite: { attribute: false },
    guests: { state: true },
    form: { state: true },
    typed: { state: true },
    fields: { state: true },
    notice: { state: true },
    busy: { state: true },
  };
  declare reservation: Reservation;
  /** Whether further guests may be named and taken off. */
  declare mayName: boolean;
  /** Whether details of guests may be changed. */
  declare mayWrite: boolean;
  declare private guests: "loading" | { problem: string } | GuestOfStay[];
  declare private form: Form | undefined;
  declare private typed: GuestText;
  declare private fields: Record<string, string[]>;
  declare private notice: string;
  declare private busy: boolean;
  private readonly key = new SubmissionKey();

  constructor() {
    super();
    this.mayName = this.mayWrite = this.busy = false;
    this.guests = "loading";
    this.form = undefined;
    this.typed = NOBODY;
    this.fields = {};
    this.notice = "";
  }

  /** Whether something is typed that was not sent. */
  get dirty(): boolean {
    if (this.form === undefined) return false;
    if (this.form.kind === "details") return !sameText(this.typed, textOf(this.form.before));
    return this.form.picked !== undefined || !sameText(this.typed, NOBODY);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has("reservation")) return;
    const before = changed.get("reservation");
    if (before?.id === this.reservation.id && before.version === this.reservation.version && before.guest === this.reservation.guest) return;
    void this.load();
  }

  private async load(): Promise<void> {
    const { reservation } = this;
    const result = await fetchGuestsOfStay(reservation.id);
    if (reservation !== this.reservation) return;
    if (result.ok) this.guests = result.value.items;
    else this.guests = { problem: problemOf(result).detail };
  }

  private async openAdd(): Promise<void> {
    this.begin({ kind: "add", picked: undefined, role: "ACCOMPANYING" }, NOBODY);
    await this.focusOn("#pms-further-search");
  }

  private async openDetails(guest: GuestSummary): Promise<void> {
    this.busy = true;
    const result = await fetchGuest(guest.id);
    this.busy = false;
    if (!result.ok) return this.refuse(problemOf(result));
    this.begin({ kind: "details", before: result.value }, textOf(result.value));
    await this.focusOn("#pms-details-firstName");
  }

  private begin(form: Form, typed: GuestText): void {
    this.form = form;
    this.typed = typed;
    this.fields = {};
    this.notice = "";
  }

  /** Back to the list, the focus on the button that led here. */
  private async leave(): Promise<void> {
    const button = this.form?.kind === "details" ? "#pms-guest-edit" : "#pms-guest-add";
    this.form = undefined;
    this.notice = "";
    await this.focusOn(button);
  }

  private async focusOn(selector: string): Promise<void> {
    await this.updateComplete;
    await this.querySelector<LightElement>("pms-guest-picker")?.updateComplete;
    this.querySelector<HTMLElement>(selector)?.focus();
  }

  private readonly change = (changes: Partial<GuestText>): void => {
    this.typed = { ...this.typed, ...changes };
    this.fields = Object.fromEntries(Object.entries(this.fields).filter(([name]) => !(name.replace("guest.", "") in changes)));
  };

  private readonly submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const { form, typed, reservation } = this;
    if (this.busy || form === undefined) return;
    const isNew = form.kind === "add" && form.picked === undefined;
    if ((isNew || form.kind === "details") && typed.lastName.trim() === "") {
      const text = isNew ? t("Find a guest above, or enter at least the last name.") : t("Enter the last name.");
      return this.refuse({ detail: "", fields: { [isNew ? "guest.lastName" : "lastName"]: [text] } });
    }
    if (form.kind === "details") return this.saveDetails(form.before);
    const who = form.picked ?? newGuestFrom(typed);
    const body = form.picked ? { role: form.role, guestId: form.picked.id } : { role: form.role, guest: newGuestFrom(typed) };
    const result = await this.send(["add", reservation.id, reservation.version, body], (key) => addGuestToStay(reservation, body, key));
    if (!result.ok) return this.refuse(problemOf(result));
    await this.leave();
    this.tellStay(result.value, t("{name} is named for this stay.", { name: `${who.firstName} ${who.lastName}`.trim() }));
  };

  private async saveDetails(before: Guest): Promise<void> {
    const changes = changesOf(before, this.typed);
    if (Object.keys(changes).length === 0) return this.leave();
    const { id, version } = before;
    const result = await this.send([id, version, changes], (key) => updateGuest(id, version, changes, key));
    if (result.ok) {
      await this.leave();
      return this.tell("pms-guest-changed", { guest: result.value, sentence: t("Guest details saved.") });
    }
    const problem = problemOf(result);
    if (problem.code !== "CONCURRENCY_CONFLICT") return this.refuse(problem);
    const newest = await fetchGuest(id);
    if (!newest.ok) return this.refuse(problem);
    this.form = { kind: "details", before: newest.value };
    const mine = Object.fromEntries(Object.keys(changes).map((name) => [name, this.typed[name as keyof GuestText]]));
    this.typed = { ...textOf(newest.value), ...mine };
    this.refuse({ detail: t("Somebody else changed this guest meanwhile. Their values are loaded, yours are kept: look them over and save again.") });
  }

  private readonly takeOff = async (guest: GuestOfStay): Promise<void> => {
    const name = `${guest.firstName} ${guest.lastName}`.trim();
    const sure = await sharedElement<ConfirmDialog>("pms-confirm-dialog").ask({
      title: t("Take this guest off the stay?"),
      message: t("{name} no longer belongs to this stay. The profile stays in the directory.", { name }),
      confirmLabel: t("Take off"),
      danger: true,
    });
    if (!sure || this.busy) return;
    const { reservation } = this;
    const result = await this.send(["off", guest.id, reservation.version], (key) => takeGuestOffStay(reservation, guest.id, key));
    if (!result.ok) return this.refuse(problemOf(result));
    this.tellStay(result.value, t("{name} is taken off this stay.", { name }));
    await this.focusOn("#pms-guests-title");
  };

  private async send<T>(content: unknown, request: (key: string) => Promise<Result<T>>): Promise<Result<T>> {
    this.busy = true;
    const result = await request(this.key.for(content)).finally(() => (this.busy = false));
    if (result.ok || !result.offline) this.key.answered();
    return result;
  }

  private tellStay(reservation: Reservation, sentence: string): void {
    this.tell("pms-guests-changed", { reservation, sentence });
  }

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }

  /** What no input shown here can take is said above them. */
  private refuse({ detail, fields = {} }: { detail: string; fields?: Record<string, string[]> }): void {
    const { form } = this;
    const placed = (name: string) => (form?.kind === "add" ? (form.picked === undefined ? name.startsWith("guest.") : name === "guestId") : true);
    const rest = Object.entries(fields).flatMap(([name, messages]) => (placed(name) ? [] : messages));
    this.notice = [detail, ...rest].join(" ").trim();
    this.fields = fields;
    const first = Object.keys(fields).length > rest.length ? '[aria-invalid="true"]' : form === undefined ? "#pms-guests-title" : ".pms-guest-form [type=submit]";
    void this.focusOn(first);
  }

  protected override render(): TemplateResult {
    const { guests, form, reservation } = this;
    if (guests === "loading") return html`<p class="pms-quiet" role="status">${t("Reading the guests…")}</p>`;
    if ("problem" in guests) {
      return html`<div class="pms-quiet" role="alert">
        <p>${t("The guests could not be read.")} ${guests.problem}</p>
        <button type="button" class="btn btn-sm" @click=${() => this.load()}>${t("Try again")}</button>
      </div>`;
    }
    const notice = html`<div role="alert">${this.notice === "" ? nothing : html`<div class="alert alert-danger">${this.notice}</div>`}</div>`;
    return html`
      ${form === undefined ? notice : nothing}
      ${guestCards({
        guests,
        reservation,
        busy: this.busy,
        quiet: form !== undefined,
        editing: form?.kind === "details" ? this.framed(notice, t("Save details")) : undefined,
        edit: this.mayWrite && form === undefined ? (guest) => void this.openDetails(guest) : undefined,
        takeOff: this.mayName && form === undefined ? (guest) => void this.takeOff(guest) : undefined,
        add: this.mayName && form === undefined ? () => void this.openAdd() : undefined,
      })}
      ${form?.kind === "add" ? this.framed(notice, t("Add to this stay")) : nothing}
    `;
  }

  private framed(notice: TemplateResult, label: string): TemplateResult {
    const { form, typed, fields, change, busy } = this;
    const view = { typed, fields, change };
    return html`<form class="pms-guest-form" novalidate @submit=${this.submit} aria-label=${form?.kind === "add" ? t("Further guest") : t("Guest details")}>
      ${notice}
      ${form?.kind === "add"
        ? addGuestFields({
            ...view,
            picked: form.picked,
            role: form.role,
            chooseRole: (role) => (this.form = { ...form, role }),
            pick: (picked) => {
              this.form = { ...form, picked };
              this.fields = {};
              void this.focusOn(picked === undefined ? "#pms-further-search" : "#pms-further-role");
            },
          })
        : contactFields(view, "pms-details")}
      <div class="pms-guest-buttons">
        <button type="button" class="btn btn-sm" @click=${() => this.leave()}>${t("Cancel")}</button>
        <button type="submit" class="btn btn-sm btn-primary" ?disabled=${busy}>${label}</button>
      </div>
    </form>`;
  }
}

type Refused = Pick<Problem, "detail"> & Partial<Problem>;

function problemOf(result: Exclude<Result<unknown>, { ok: true }>): Refused {
  return result.offline ? { detail: t("The server could not be reached. Try again: it is done only once.") } : result.problem;
}

customElements.define("pms-guests-panel", GuestsPanel);
