/** The browser's own checks (required, min, max, pattern, type), in the shape of a problem's `fields`. */
import { isControl } from "./serialise";

export function nativeFieldErrors(form: HTMLFormElement): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  for (const control of Array.from(form.elements).filter(isControl)) {
    if (control.name === "" || control.validity.valid || !control.willValidate) continue;
    fields[control.name] = [control.dataset["invalid"] ?? control.validationMessage];
  }
  return fields;
}
