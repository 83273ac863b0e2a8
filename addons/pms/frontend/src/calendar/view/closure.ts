import { t } from "../../language/translate";
import { closureWords } from "../../state/words";
import type { Closure } from "../../state/model";
import type { Bar } from "../layout/scale";
import { cutText } from "../layout/text-fit";
import { element } from "./elements";
import type { Surface } from "./surface";

const template = element("div", "closure", { role: "gridcell" }, " ");

/** Hatched nights on which a room cannot be sold. */
export class ClosureView {
  readonly element = template.cloneNode(true) as HTMLElement;
  private readonly words = this.element.firstChild as Text;
  private closure: Closure | null = null;

  show(closure: Closure, bar: Bar, surface: Surface): void {
    const { element: view } = this;
    view.hidden = false;
    view.style.left = `${surface.metrics.labelWidth + bar.left}px`;
    view.style.width = `${bar.width}px`;
    const kind = closureWords[closure.kind];
    const words = closure.reason === "" ? kind : closure.reason;
    const { name: shown, note } = cutText(words, bar.width - 16, surface.measure);
    this.words.data = surface.window.fast ? "" : shown + note;
    if (closure === this.closure) return;
    this.closure = closure;
    const { language, store, scale } = surface;
    const name = t("{kind}, {start} to {end}, room {room}", {
      kind: closure.reason === "" ? kind : `${kind}: ${closure.reason}`,
      start: language.fullDate(closure.start),
      end: language.fullDate(closure.end),
      room: store.room(closure.roomId)?.number ?? "",
    });
    view.id = `closure-${closure.blockId}`;
    view.title = name;
    view.setAttribute("aria-label", name);
    view.setAttribute("aria-colindex", String(Math.max(0, closure.start - scale.firstDay) + 2));
  }

  hide(): void {
    this.closure = null;
    this.element.hidden = true;
    this.element.removeAttribute("id");
  }
}
