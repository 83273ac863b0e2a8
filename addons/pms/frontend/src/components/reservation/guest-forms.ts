/** The two forms of the guests panel: a further guest, and the details of the one the stay is booked for. */
import { html, type TemplateResult } from "lit";
import type { Guest, GuestChanges, GuestRole, GuestSummary, NewGuest } from "../../api/types";
import { t } from "../../language/translate";
import { inputField, selectField } from "./field";
import "./guest-picker";

/** What stands in the inputs, as text. */
export interface GuestText {
  firstName: string;
  lastName: string;
  email: string;
  phone: string;
}

export const NOBODY: GuestText = { firstName: "", lastName: "", email: "", phone: "" };

export interface GuestFormView {
  typed: GuestText;
  fields: Record<string, string[]>;
  change: (changes: Partial<GuestText>) => void;
}

export interface AddGuestView extends GuestFormView {
  /** Found in the directory; undefined while a new guest is typed. */
  picked: GuestSummary | undefined;
  role: GuestRole;
  chooseRole: (role: GuestRole) => void;
  pick: (guest: GuestSummary | undefined) => void;
}

const ROLES: readonly GuestRole[] = ["ACCOMPANYING", "CHILD", "BOOKER"];

/** What a guest is to the stay, in words. */
export function roleWords(role: GuestRole): string {
  if (role === "CHILD") return t("Child");
  return role === "BOOKER" ? t("Booked it, need not stay") : t("Stays too");
}

export function textOf({ firstName, lastName, email, phone }: GuestSummary): GuestText {
  return { firstName, lastName, email: email ?? "", phone: phone ?? "" };
}

export function sameText(one: GuestText, other: GuestText): boolean {
  return (Object.keys(one) as (keyof GuestText)[]).every((name) => one[name] === other[name]);
}

/** What differs from the profile; an emptied e-mail or phone is taken away. */
export function changesOf(before: Guest, typed: GuestText): GuestChanges {
  const known = textOf(before);
  const changes: GuestChanges = {};
  for (const name of ["firstName", "lastName"] as const) if (typed[name].trim() !== known[name]) changes[name] = typed[name].trim();
  for (const name of ["email", "phone"] as const) if (typed[name].trim() !== known[name]) changes[name] = typed[name].trim() || null;
  return changes;
}

export function newGuestFrom({ firstName, lastName, email, phone }: GuestText): NewGuest {
  return {
    firstName: firstName.trim(),
    lastName: lastName.trim(),
    ...(email.trim() === "" ? {} : { email: email.trim() }),
    ...(phone.trim() === "" ? {} : { phone: phone.trim() }),
  };
}

export function addGuestFields(view: AddGuestView): TemplateResult {
  return html`
    ${view.picked === undefined ? searchAndNew(view) : picked(view, view.picked)}
    <div class="pms-grid mt-3">
      ${selectField({
        id: "pms-further-role",
        label: t("What the guest is to this stay"),
        width: "pms-col-12",
        value: view.role,
        choices: ROLES.map((role) => ({ value: role, label: roleWords(role) })),
        onInput: (role) => view.chooseRole(role as GuestRole),
      })}
    </div>
  `;
}

function picked({ pick, fields }: AddGuestView, guest: GuestSummary): TemplateResult {
  const wrong = fields["guestId"] ?? [];
  return html`<div class="pms-guest-card">
      <div class="flex-fill">
        <span class="pms-guest-name">${guest.firstName} ${guest.lastName}</span>
        <div class="text-secondary small text-break">${contactWords(guest)}</div>
      </div>
      <button type="button" class="btn btn-sm" id="pms-further-other" @click=${() => pick(undefined)}>
        ${t("Change")}<span class="visually-hidden"> ${t("guest")}</span>
      </button>
    </div>
    ${wrong.length > 0 ? html`<div class="invalid-feedback d-block">${wrong.join(" ")}</div>` : ""}`;
}

function searchAndNew(view: AddGuestView): TemplateResult {
  const { pick, change } = view;
  return html`
    <pms-guest-picker
      id-prefix="pms-further"
      @pms-guest-picked=${(event: CustomEvent<{ guest: GuestSummary }>) => pick(event.detail.guest)}
      @pms-guest-new=${(event: CustomEvent<{ firstName: string; lastName: string }>) => {
        change(event.detail);
        const next = event.detail.firstName === "" ? "firstName" : "email";
        requestAnimationFrame(() => document.getElementById(`pms-further-${next}`)?.focus());
      }}
    ></pms-guest-picker>
    <div class="pms-or" role="presentation"><span>${t("or a new guest")}</span></div>
    ${contactFields(view, "pms-further", "guest.")}
  `;
}

/** Names, e-mail and phone; `path` stands before the names of the fields that the server refuses. */
export function contactFields({ typed, fields, change }: GuestFormView, idPrefix: string, path = ""): TemplateResult {
  const field = (name: keyof GuestText, label: string, rest: { type?: "email" | "tel"; required?: boolean }) =>
    inputField({
      id: `${idPrefix}-${name}`,
      label,
      width: "pms-col-6",
      value: typed[name],
      errors: fields[`${path}${name}`] ?? [],
      onInput: (value) => change({ [name]: value }),
      ...rest,
    });
  return html`<div class="pms-grid">
    ${field("firstName", t("First name"), {})} ${field("lastName", t("Last name"), { required: true })}
    ${field("email", t("E-mail"), { type: "email" })} ${field("phone", t("Phone"), { type: "tel" })}
  </div>`;
}

export function contactWords({ email, phone }: GuestSummary): string {
  return [email, phone].filter((part) => part !== null && part !== "").join(" · ") || t("No e-mail or phone");
}
