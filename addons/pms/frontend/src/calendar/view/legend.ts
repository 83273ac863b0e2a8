import { t } from "../../language/translate";
import { sourceWords, statusWords } from "../../state/words";
import { element } from "./elements";

const STATUSES = ["HOLD", "CONFIRMED", "CHECKED_IN", "CHECKED_OUT"] as const;
const SOURCES = ["DIRECT", "PHONE", "WALK_IN", "BOOKING_ENGINE", "CHANNEL", "IMPORT"] as const;

/** What the colours and signs mean, in one line under the grid. */
export function legend(): HTMLElement {
  const list = element("ul", "board-legend", { "aria-label": t("Meaning of colours") });
  for (const status of STATUSES) list.append(entry(`sample ${status}`, statusWords[status]));
  list.append(entry("sample closed", t("Out of order")));
  for (const [index, source] of SOURCES.entries()) list.append(entry(`edge ${source}${index === 0 ? " first" : ""}`, sourceWords[source]));
  list.append(entry("sign due", t("Balance due")), entry("sign locked", t("Room locked")));
  return list;
}

function entry(className: string, words: string): HTMLElement {
  return element("li", `stay-${className}`, {}, words);
}
