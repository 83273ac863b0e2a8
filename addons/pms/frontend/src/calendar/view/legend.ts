import { text } from "../../state/text";
import { element } from "./elements";

const STATUSES = ["HOLD", "CONFIRMED", "CHECKED_IN", "CHECKED_OUT"] as const;
const SOURCES = ["DIRECT", "PHONE", "WALK_IN", "BOOKING_ENGINE", "CHANNEL", "IMPORT"] as const;

/** What the colours and signs mean, in one line under the grid. */
export function legend(): HTMLElement {
  const list = element("ul", "board-legend", { "aria-label": text("legend.name") });
  for (const status of STATUSES) list.append(entry(`sample ${status}`, text(`status.${status}`)));
  list.append(entry("sample closed", text("legend.closure")));
  for (const [index, source] of SOURCES.entries()) list.append(entry(`edge ${source}${index === 0 ? " first" : ""}`, text(`source.${source}`)));
  list.append(entry("sign due", text("card.balanceDue")), entry("sign locked", text("card.roomLocked")));
  return list;
}

function entry(className: string, words: string): HTMLElement {
  return element("li", `stay-${className}`, {}, words);
}
