/**
 * Reads the inputs of a form into the JSON the API takes.
 *
 * `name="guest.email"` nests, `name="roles[]"` collects a list, `name="lines.0.amount"` fills a list by place.
 * `data-type` is text (left out), integer, number, boolean, date, instant, money or json. An empty input is left out,
 * or sent as null with `data-empty="null"`; the form says which is usual (a PATCH empties, a POST leaves out).
 */
import { t } from "../../language/translate";
import { fromWallClock } from "../format/dates";
import { moneyInputText, parseMoney } from "../format/money";

export type FormControl = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement | HTMLButtonElement;
export type EmptyRule = "omit" | "null" | "text";
export interface Serialised {
  body: Record<string, unknown>;
  /** What could not be read, by input name, in the shape of a problem's `fields`. */
  fields: Record<string, string[]>;
}

const OMIT = Symbol("omit");
type Read = { value: unknown } | { message: string } | typeof OMIT;

export function serialise(form: HTMLFormElement, usualEmpty: EmptyRule, submitter?: HTMLElement | null): Serialised {
  const result: Serialised = { body: {}, fields: {} };
  for (const control of controlsOf(form, submitter)) {
    const read = readControl(control, usualEmpty);
    if (read === OMIT) continue;
    if ("message" in read) result.fields[control.name] = [read.message];
    else assign(result.body, control.name, read.value);
  }
  for (const name of listNames(form)) if (valueAt(result.body, name) === undefined) assign(result.body, name.slice(0, -2), []);
  return result;
}

/** The inputs that count: named, enabled, and of the buttons only the one pressed. */
function controlsOf(form: HTMLFormElement, submitter?: HTMLElement | null): FormControl[] {
  return Array.from(form.elements).filter((element): element is FormControl => {
    if (!isControl(element) || element.name === "" || element.matches(":disabled")) return false;
    if (element instanceof HTMLButtonElement) return element === submitter;
    if (element instanceof HTMLInputElement && element.type === "radio") return element.checked;
    return !(element instanceof HTMLInputElement && ["submit", "button", "reset", "image", "file"].includes(element.type));
  });
}

export function isControl(element: Element): element is FormControl {
  return (
    element instanceof HTMLInputElement ||
    element instanceof HTMLSelectElement ||
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLButtonElement
  );
}

/** A list whose boxes are all empty is an empty list, not a missing one. */
function listNames(form: HTMLFormElement): Set<string> {
  const boxes = Array.from(form.elements).filter((element) => element instanceof HTMLInputElement && element.type === "checkbox");
  return new Set(boxes.map((box) => (box as HTMLInputElement).name).filter((name) => name.endsWith("[]")));
}

function readControl(control: FormControl, usualEmpty: EmptyRule): Read {
  const type = control.dataset["type"] ?? "text";
  if (control instanceof HTMLInputElement && control.type === "checkbox") {
    if (control.name.endsWith("[]")) return control.checked ? convert(control, type, control.value) : OMIT;
    return { value: control.checked };
  }
  if (control instanceof HTMLSelectElement && control.multiple) {
    return { value: Array.from(control.selectedOptions, (option) => option.value) };
  }
  const text = control.value;
  if (text.trim() === "") {
    const rule = (control.dataset["empty"] ?? usualEmpty) as EmptyRule;
    if (rule === "text") return { value: "" };
    return rule === "null" ? { value: null } : OMIT;
  }
  return convert(control, type, text);
}

function convert(control: FormControl, type: string, text: string): Read {
  const trimmed = text.trim();
  switch (type) {
    case "integer": {
      const value = Number(trimmed);
      return /^[+-]?\d+$/.test(trimmed) && Number.isSafeInteger(value) ? { value } : { message: t("Enter a whole number.") };
    }
    case "number": {
      const value = Number(trimmed.replace(",", "."));
      return Number.isFinite(value) ? { value } : { message: t("Enter a number.") };
    }
    case "boolean":
      if (trimmed === "true" || trimmed === "false") return { value: trimmed === "true" };
      return { message: t("Choose yes or no.") };
    case "date":
      return /^\d{4}-\d{2}-\d{2}$/.test(trimmed) ? { value: trimmed } : { message: t("Enter a date.") };
    case "instant": {
      const instant = fromWallClock(trimmed, control.dataset["timezone"] ?? Intl.DateTimeFormat().resolvedOptions().timeZone);
      return instant === null ? { message: t("Enter a date and time.") } : { value: instant };
    }
    case "money": {
      const currency = control.dataset["currency"] ?? "EUR";
      const money = parseMoney(trimmed, currency);
      const example = (): string => moneyInputText({ amount: 12_000, currency });
      return money === null ? { message: t("Enter an amount, for example {example}.", { example: example() }) } : { value: money };
    }
    case "json":
      try {
        return { value: JSON.parse(trimmed) as unknown };
      } catch {
        return { message: t("This is not valid JSON.") };
      }
    default:
      return { value: keepsSpaces(control) ? text : trimmed };
  }
}

/** Notes keep their shape, and a blank may be part of a password. */
function keepsSpaces(control: FormControl): boolean {
  return control instanceof HTMLTextAreaElement || (control instanceof HTMLInputElement && control.type === "password");
}

function valueAt(body: Record<string, unknown>, name: string): unknown {
  return name.replace(/\[\]$/, "").split(".").reduce<unknown>((inner, part) => {
    return typeof inner === "object" && inner !== null ? (inner as Record<string, unknown>)[part] : undefined;
  }, body);
}

/** Puts a value where its dotted name says; a number after a dot is a place in a list. */
export function assign(body: Record<string, unknown>, name: string, value: unknown): void {
  const collects = name.endsWith("[]");
  const parts = (collects ? name.slice(0, -2) : name).split(".");
  if (parts.some((part) => ["__proto__", "constructor", "prototype"].includes(part))) return;
  let inner = body as Record<string, unknown>;
  parts.slice(0, -1).forEach((part, index) => {
    inner[part] ??= /^\d+$/.test(parts[index + 1] ?? "") ? [] : {};
    inner = inner[part] as Record<string, unknown>;
  });
  const last = parts[parts.length - 1] ?? name;
  if (collects) inner[last] = [...((inner[last] as unknown[] | undefined) ?? []), value];
  else inner[last] = value;
}
