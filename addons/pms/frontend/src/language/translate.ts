/**
 * What the scripts say, in the language of the page. The English sentence is the key, `{name}` marks a value; the
 * page carries the translations of its language as JSON (`<script type="application/json" id="oppsera-messages">`,
 * see oppsera_host/web/script_texts.py). Without it, or where a sentence is missing, the English one is said.
 *
 * Sentences are found by reading the sources, so they must be written out in the call: `t("Check in")`.
 */

type Values = Readonly<Record<string, string | number>>;

/** What the page carries. */
interface Messages {
  /** By the English sentence; of one with a number all forms, by the English singular. */
  readonly texts: Readonly<Record<string, string | readonly string[]>>;
  /** Which form the numbers from 0 on take, one digit each up to 199; from 200 on the second hundred is repeated. */
  readonly forms: string;
}

let carried: Messages | null = null;

/** Sentences taken apart, by what they were asked for: words at even places, names of values at odd ones. */
const parts = new Map<string, readonly string[]>();

/** The sentence in the reader's language with its values put in. */
export function t(text: string, values: Values = {}): string {
  return filled(parts.get(text) ?? takenApart(text, formsOf(text)?.[0] ?? text), values);
}

/** The sentence for a number of things, which it knows as `{count}`: `tn("{count} night", "{count} nights", 3)`. */
export function tn(one: string, many: string, count: number, values: Values = {}): string {
  const form = formFor(count);
  const key = `${form}: ${one}`;
  return filled(parts.get(key) ?? takenApart(key, (formsOf(one) ?? [one, many])[form] ?? many), { count, ...values });
}

function formsOf(text: string): readonly string[] | undefined {
  const found = messages().texts[text];
  return typeof found === "string" ? [found] : found;
}

function formFor(count: number): number {
  return Number(messages().forms[count < 200 ? count : 100 + (count % 100)] ?? 1);
}

/** Read when the first sentence is wanted: the element stands before every module script. */
function messages(): Messages {
  carried ??= JSON.parse(document.getElementById("oppsera-messages")?.textContent ?? "null") as Messages | null;
  return (carried ??= { texts: {}, forms: "10" });
}

function takenApart(key: string, sentence: string): readonly string[] {
  const pieces = sentence.split(/\{(\w+)\}/);
  parts.set(key, pieces);
  return pieces;
}

function filled(pieces: readonly string[], values: Values): string {
  let words = pieces[0]!;
  for (let place = 1; place < pieces.length; place += 2) {
    const name = pieces[place]!;
    words += `${values[name] ?? `{${name}}`}${pieces[place + 1]!}`;
  }
  return words;
}
