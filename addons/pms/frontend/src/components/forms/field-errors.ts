/** Shows a problem's `fields` at the inputs they speak of, and returns what no input could take. */
import { isControl, type FormControl } from "./serialise";

let counter = 0;

/** "guest[email]", "/guest/email", "json.guest.email" → "guest.email". */
export function normaliseFieldName(name: string): string {
  return name
    .replace(/\[(\w+)\]/g, ".$1")
    .replace(/\//g, ".")
    .replace(/^\.+/, "")
    .replace(/^(json|body)\./, "");
}

/** Finds the message list for the input called `name` (or for something inside it, such as `name.amount`). */
export function messagesFor(fields: Record<string, string[]>, name: string): string[] {
  const plain = name.replace(/\[\]$/, "");
  return Object.entries(fields)
    .filter(([key]) => {
      const field = normaliseFieldName(key);
      return field === plain || field.startsWith(`${plain}.`);
    })
    .flatMap(([, messages]) => messages);
}

/** Marks the inputs, and moves the focus to the first one. Returns the sentences that belong to no visible input. */
export function showFieldErrors(form: HTMLFormElement, fields: Record<string, string[]>): string[] {
  clearFieldErrors(form);
  const left = new Set(Object.keys(fields));
  let first: FormControl | undefined;
  for (const control of Array.from(form.elements).filter(isControl)) {
    if (control.name === "" || (control instanceof HTMLInputElement && control.type === "hidden")) continue;
    const messages = messagesFor(fields, control.name);
    if (messages.length === 0) continue;
    const plain = control.name.replace(/\[\]$/, "");
    const taken = [...left].filter((key) => {
      const field = normaliseFieldName(key);
      return field === plain || field.startsWith(`${plain}.`);
    });
    if (taken.length === 0) continue; // another box of the same group carries the message
    taken.forEach((key) => left.delete(key));
    mark(control, messages);
    first ??= control;
  }
  first?.focus();
  return [...left].flatMap((key) => (fields[key] ?? []).map((message) => (key === "_" ? message : `${readable(key)}: ${message}`)));
}

export function clearFieldErrors(form: HTMLFormElement): void {
  for (const control of form.querySelectorAll<FormControl>("[data-field-error]")) clearFieldError(control);
}

export function clearFieldError(control: FormControl): void {
  const id = control.dataset["fieldError"];
  if (id === undefined) return;
  document.getElementById(id)?.remove();
  delete control.dataset["fieldError"];
  control.classList.remove("is-invalid");
  control.removeAttribute("aria-invalid");
  const others = describedBy(control).filter((one) => one !== id);
  if (others.length > 0) control.setAttribute("aria-describedby", others.join(" "));
  else control.removeAttribute("aria-describedby");
}

function mark(control: FormControl, messages: string[]): void {
  counter += 1;
  const feedback = document.createElement("div");
  feedback.id = `field-error-${counter}`;
  feedback.className = "invalid-feedback d-block";
  feedback.textContent = messages.join(" ");
  const group = control.closest(".input-group, .form-check, .form-selectgroup") ?? control;
  group.after(feedback);
  control.dataset["fieldError"] = feedback.id;
  control.classList.add("is-invalid");
  control.setAttribute("aria-invalid", "true");
  control.setAttribute("aria-describedby", [...describedBy(control), feedback.id].join(" "));
}

function describedBy(control: FormControl): string[] {
  return (control.getAttribute("aria-describedby") ?? "").split(/\s+/).filter((id) => id !== "");
}

/** "guest.firstName" → "Guest first name": for fields the page has no input for. */
export function readable(name: string): string {
  const words = normaliseFieldName(name).replace(/\./g, " ").replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
