/** Money between minor units and what a person reads and types. No floating point on the way in. */
import type { Money } from "../../api/types";
import { readerLocale } from "./locale";

/** How many decimals a currency has: 2 for EUR, 0 for JPY, 3 for KWD. */
export function fractionDigits(currency: string): number {
  return new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** "€1,234.50" in the reader's locale. */
export function formatMoney(money: Money, locale = readerLocale()): string {
  const format = new Intl.NumberFormat(locale, { style: "currency", currency: money.currency });
  return format.format(money.amount / 10 ** fractionDigits(money.currency));
}

/** The amount alone, without grouping, as it stands in an input: "1234.50" or "1234,50". */
export function moneyInputText(money: Money, locale = readerLocale()): string {
  const digits = fractionDigits(money.currency);
  const format = new Intl.NumberFormat(locale, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
    useGrouping: false,
    numberingSystem: "latn",
  });
  return format.format(money.amount / 10 ** digits);
}

/**
 * Reads what a person typed as an amount: "1234.5", "1.234,50", "1 234,50", "1'234.50".
 *
 * A lone separator is the decimal point, unless the reader's locale groups thousands with it and exactly three digits
 * follow. Returns null when it cannot be read without guessing, as with more decimals than the currency has.
 */
export function parseMoney(text: string, currency: string, locale = readerLocale()): Money | null {
  const compact = text.trim().replace(/[\s\u00a0\u202f'’]/g, "");
  const match = /^(-?)(\d[\d.,]*|[.,]\d+)$/.exec(compact);
  if (!match) return null;
  const digits = fractionDigits(currency);
  const [whole, fraction] = splitAmount(match[2] ?? "", groupSeparator(locale));
  if (whole === null || fraction.length > digits) return null;
  const amount = Number(`${match[1]}${whole}${fraction.padEnd(digits, "0")}`);
  return Number.isSafeInteger(amount) ? { amount: amount === 0 ? 0 : amount, currency } : null;
}

function groupSeparator(locale: string): string {
  const parts = new Intl.NumberFormat(locale, { useGrouping: true }).formatToParts(1_234_567);
  return parts.find((part) => part.type === "group")?.value ?? ",";
}

function splitAmount(text: string, localeGroup: string): [whole: string | null, fraction: string] {
  const at = Math.max(text.lastIndexOf("."), text.lastIndexOf(","));
  if (at === -1) return [text, ""];
  const separator = text.charAt(at);
  const behind = text.slice(at + 1);
  const occurrences = text.split(separator).length - 1;
  const groups = occurrences > 1 || (behind.length === 3 && separator === localeGroup);
  if (groups) return [ungroup(text, separator), ""];
  const other = separator === "." ? "," : ".";
  return [ungroup(text.slice(0, at) || "0", other), behind];
}

/** "1,234,567" → "1234567"; null when the groups are not of three digits. */
function ungroup(text: string, separator: string): string | null {
  const [first = "", ...rest] = text.split(separator);
  if (rest.length === 0) return /^\d+$/.test(text) ? text : null;
  const sound = /^\d{1,3}$/.test(first) && rest.every((group) => /^\d{3}$/.test(group));
  return sound ? first + rest.join("") : null;
}
