import type { Intent, MoveProposal } from "../calendar/gestures/gesture";
import { SelectionBar } from "../calendar/view/selection-bar";
import type { BoardController } from "../state/board-controller";
import type { Selection } from "../state/selection";
import { selectedWords } from "../state/together-words";

interface Surroundings {
  readonly selection: Selection;
  readonly controller: BoardController;
  say(words: string): void;
  /** The keyboard goes on in the grid. */
  focusGrid(): void;
}

/** The stays chosen on the board: what choosing does, what is said about it, and what is done with all of them. */
export class ChosenStays {
  readonly bar: SelectionBar;

  constructor(private readonly page: Surroundings) {
    const { selection } = page;
    this.bar = new SelectionBar({ unassign: () => this.unassign(), clear: () => this.clear() });
    selection.subscribe(() => {
      this.bar.show(selection.size);
      page.say(selectedWords(selection.size));
    });
  }

  choose({ segment, how }: Extract<Intent, { kind: "choose" }>): void {
    const { selection } = this.page;
    if (how === "toggle") selection.toggle(segment);
    else selection.reach(segment);
  }

  clear(): void {
    if (this.page.selection.size === 0) return;
    this.page.selection.clear();
    this.page.focusGrid();
  }

  /** Drops the selection; what cannot be sent at all is said. */
  drop({ verdict, about, members, parked }: MoveProposal): void {
    const { controller } = this.page;
    if (verdict.kind === "refused") controller.tellRefusal(about ?? null, verdict);
    else void controller.moveTogether(members ?? [], parked);
  }

  private unassign(): void {
    const { selection, controller } = this.page;
    void controller.moveTogether(selection.stays.map((segment) => ({ segment, roomId: null, checkIn: segment.checkIn })));
    this.page.focusGrid();
  }
}
