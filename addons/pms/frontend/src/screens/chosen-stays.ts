import type { Intent, MoveProposal } from "../calendar/gestures/gesture";
import { SelectionBar } from "../calendar/view/selection-bar";
import type { CommandTogether } from "../api/reservations";
import type { BoardController } from "../state/board-controller";
import type { ChosenCommands } from "../state/chosen-commands";
import type { Selection } from "../state/selection";
import { selectedWords } from "../state/together-words";

interface Surroundings {
  readonly selection: Selection;
  readonly controller: BoardController;
  readonly commands: ChosenCommands;
  /** What the person may do with all stays of the selection. */
  possible(): CommandTogether[];
  say(words: string): void;
  /** The keyboard goes on in the grid. */
  focusGrid(): void;
}

/** The stays chosen on the board: what choosing does, what is said about it, and what is done with all of them. */
export class ChosenStays {
  readonly bar: SelectionBar;
  private running = false;

  constructor(private readonly page: Surroundings) {
    const { selection } = page;
    this.bar = new SelectionBar({ run: (command) => void this.run(command), unassign: () => this.unassign(), clear: () => this.clear() });
    selection.subscribe(() => {
      this.show();
      page.say(selectedWords(selection.size));
    });
  }

  /** Shows what can be done now: a stay of the selection may have changed. */
  show(): void {
    if (!this.running) this.bar.show(this.page.selection.size, this.page.possible());
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

  private async run(command: CommandTogether): Promise<void> {
    const { selection, commands } = this.page;
    this.running = this.bar.busy = true;
    const done = await commands.run(selection.stays, command).finally(() => (this.running = this.bar.busy = false));
    this.show();
    if (done) this.clear();
  }

  private unassign(): void {
    const { selection, controller } = this.page;
    void controller.moveTogether(selection.stays.map((segment) => ({ segment, roomId: null, checkIn: segment.checkIn })));
    this.page.focusGrid();
  }
}
