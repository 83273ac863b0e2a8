/** One labelled input with its messages: the same markup for every field of the drawer. */
import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";

export interface FieldOptions {
  id: string;
  label: string;
  value: string;
  errors?: string[];
  hint?: string | TemplateResult;
  type?: "text" | "email" | "tel" | "date" | "number" | "datetime-local";
  width?: string;
  required?: boolean;
  disabled?: boolean;
  min?: string;
  max?: string;
  autocomplete?: AutoFill;
  inputmode?: "decimal" | "numeric";
  placeholder?: string;
  onInput: (value: string) => void;
}

export function inputField(options: FieldOptions): TemplateResult {
  const { id, value, type = "text", required = false, disabled = false } = options;
  return frame(
    options,
    html`<input
      class="form-control ${hasErrors(options) ? "is-invalid" : ""}"
      id=${id}
      type=${type}
      .value=${live(value)}
      ?required=${required}
      ?disabled=${disabled}
      min=${options.min ?? nothing}
      max=${options.max ?? nothing}
      inputmode=${options.inputmode ?? nothing}
      autocomplete=${options.autocomplete ?? "off"}
      placeholder=${options.placeholder ?? nothing}
      aria-invalid=${hasErrors(options) ? "true" : nothing}
      aria-describedby=${describedBy(options)}
      @input=${(event: InputEvent) => options.onInput((event.target as HTMLInputElement).value)}
    />`,
  );
}

export interface Option {
  value: string;
  label: string;
}

export function selectField(options: Omit<FieldOptions, "type"> & { choices: Option[] }): TemplateResult {
  const { id, value, choices, required = false, disabled = false } = options;
  return frame(
    options,
    html`<select
      class="form-select ${hasErrors(options) ? "is-invalid" : ""}"
      id=${id}
      ?required=${required}
      ?disabled=${disabled}
      aria-invalid=${hasErrors(options) ? "true" : nothing}
      aria-describedby=${describedBy(options)}
      @change=${(event: Event) => options.onInput((event.target as HTMLSelectElement).value)}
    >
      ${choices.map((choice) => html`<option value=${choice.value} .selected=${live(choice.value === value)}>${choice.label}</option>`)}
    </select>`,
  );
}

export function textAreaField(options: Omit<FieldOptions, "type">): TemplateResult {
  const { id, value, disabled = false } = options;
  return frame(
    options,
    html`<textarea
      class="form-control ${hasErrors(options) ? "is-invalid" : ""}"
      id=${id}
      rows="3"
      .value=${live(value)}
      ?disabled=${disabled}
      aria-invalid=${hasErrors(options) ? "true" : nothing}
      aria-describedby=${describedBy(options)}
      @input=${(event: InputEvent) => options.onInput((event.target as HTMLTextAreaElement).value)}
    ></textarea>`,
  );
}

type Framed = Pick<FieldOptions, "id" | "label" | "errors" | "hint" | "width" | "required">;

function frame(options: Framed, control: TemplateResult): TemplateResult {
  const { id, label, errors = [], hint, width = "pms-col-12", required = false } = options;
  return html`<div class="pms-field ${width}">
    <label class="form-label ${required ? "required" : ""}" for=${id}>${label}</label>
    ${control}
    ${errors.length > 0 ? html`<div class="invalid-feedback d-block" id="${id}-error">${errors.join(" ")}</div>` : nothing}
    ${hint ? html`<div class="form-hint" id="${id}-hint">${hint}</div>` : nothing}
  </div>`;
}

function hasErrors({ errors = [] }: Framed): boolean {
  return errors.length > 0;
}

function describedBy(options: Framed): string | typeof nothing {
  const ids = [hasErrors(options) ? `${options.id}-error` : "", options.hint ? `${options.id}-hint` : ""].filter((id) => id !== "");
  return ids.length > 0 ? ids.join(" ") : nothing;
}
