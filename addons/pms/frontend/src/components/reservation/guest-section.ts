import { html, nothing, type TemplateResult } from "lit";
import type { GuestSummary } from "../../api/types";
import { t } from "../../language/translate";
import type { Draft } from "./draft";
import { inputField } from "./field";
import "./guest-picker";

export interface GuestSectionView {
  draft: Draft;
  guest: GuestSummary | undefined;
  disabled: boolean;
  errorsOf: (field: keyof Draft) => string[];
  change: (changes: Partial<Draft>) => void;
  pick: (guest: GuestSummary | undefined) => void;
}

/** Either the guest chosen, or the search with the new guest's fields right below it. */
export function guestSection(view: GuestSectionView): TemplateResult {
  return html`<fieldset class="pms-section">
    <legend class="pms-section-title">${t("Guest")}</legend>
    ${view.draft.guestId !== "" ? chosen(view, view.guest) : searchAndNew(view)}
  </fieldset>`;
}

function chosen(view: GuestSectionView, guest: GuestSummary | undefined): TemplateResult {
  if (guest === undefined) return html`<p class="pms-quiet">${t("Your role does not show guests' details.")}</p>`;
  const contact = [guest.email, guest.phone].filter((part) => part !== null && part !== "").join(" · ");
  return html`<div class="pms-guest-card">
    <span class="pms-avatar" aria-hidden="true">${guest.firstName.charAt(0)}${guest.lastName.charAt(0)}</span>
    <div class="flex-fill">
      <a class="pms-guest-name" href="/pms/guests/${guest.id}" target="_blank" rel="noopener">${guest.firstName} ${guest.lastName}</a>
      <div class="text-secondary small text-break">${contact || t("No e-mail or phone")}</div>
    </div>
    ${view.disabled
      ? nothing
      : html`<button type="button" class="btn btn-sm" @click=${() => view.pick(undefined)}>${t("Change")}<span class="visually-hidden"> ${t("guest")}</span></button>`}
  </div>`;
}

function searchAndNew(view: GuestSectionView): TemplateResult {
  const { draft, errorsOf, change } = view;
  const field = (name: "firstName" | "lastName" | "email" | "phone", label: string, rest: object) =>
    inputField({
      id: `pms-field-${name}`,
      label,
      value: draft[name],
      errors: errorsOf(name),
      width: "pms-col-6",
      onInput: (value) => change({ [name]: value }),
      ...rest,
    });
  return html`
    <pms-guest-picker
      @pms-guest-picked=${(event: CustomEvent<{ guest: GuestSummary }>) => view.pick(event.detail.guest)}
      @pms-guest-new=${(event: CustomEvent<{ firstName: string; lastName: string }>) => {
        change(event.detail);
        focusSoon(event.detail.firstName === "" ? "pms-field-firstName" : "pms-field-email");
      }}
    ></pms-guest-picker>
    <div class="pms-or" role="presentation"><span>${t("or a new guest")}</span></div>
    <div class="pms-grid">
      ${field("firstName", t("First name"), {})} ${field("lastName", t("Last name"), { required: true })}
      ${field("email", t("E-mail"), { type: "email" })} ${field("phone", t("Phone"), { type: "tel" })}
    </div>
  `;
}

function focusSoon(id: string): void {
  requestAnimationFrame(() => document.getElementById(id)?.focus());
}
