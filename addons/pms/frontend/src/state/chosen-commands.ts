import { newIdempotencyKey } from "../api/http";
import type * as reservationsApi from "../api/reservations";
import type { CommandTogether } from "../api/reservations";
import type { Problem, Reservation } from "../api/types";
import type { Day } from "../calendar/layout/days";
import { t, tn } from "../language/translate";
import type { TogetherPorts } from "./board-ports";
import type { Segment } from "./model";
import { commandsFor } from "./stay-commands";

const COMMANDS: readonly CommandTogether[] = ["confirm", "check-in", "check-out", "cancel"];

/** What every stay of a selection can do now, the likeliest first; the server has the last word. */
export function commandsForAll(stays: readonly Segment[], businessDate: Day): CommandTogether[] {
  const each = stays.map((stay) => new Set<string>(commandsFor(stay, businessDate)));
  return stays.length === 0 ? [] : COMMANDS.filter((command) => each.every((possible) => possible.has(command)));
}

export interface ChosenCommandsOptions {
  readonly api: Pick<typeof reservationsApi, "runTogether">;
  readonly ports: TogetherPorts;
  /** Shows a stay as it is now. */
  accept(reservation: Reservation, seq: number): void;
  refresh(): void;
}

/** Takes the stays of a selection through a step: all of them or none. */
export class ChosenCommands {
  constructor(private readonly page: ChosenCommandsOptions) {}

  /** Asks, sends, and tells what became of it; resolves with whether it was done. */
  async run(stays: readonly Segment[], command: CommandTogether): Promise<boolean> {
    const step = { command, ids: stays.map(({ reservationId }) => reservationId), label: labelWords(command, stays.length) };
    const body = await this.page.ports.askTogether(step);
    return body !== null && this.send(stays, command, body);
  }

  private async send(stays: readonly Segment[], command: CommandTogether, body: Record<string, unknown>): Promise<boolean> {
    const { api, ports, accept } = this.page;
    const seen = stays.map(({ reservationId, version }) => ({ reservationId, version }));
    const result = await api.runTogether(seen, command, newIdempotencyKey(), body);
    if (result.ok) {
      for (const reservation of result.value.reservations) accept(reservation, result.value.seq);
      ports.toast({ message: doneWords(command, stays.length), kind: "success" });
      return true;
    }
    if (result.offline) {
      ports.toast({ message: t("No connection to the server. Showing the last known state"), kind: "warning" });
      return false;
    }
    const again = await ports.askTogetherAgain(result.problem);
    if (again === null) return false;
    return again === undefined ? this.tellRefusal(stays, command, result.problem) : this.send(stays, command, { ...body, ...again });
  }

  private async tellRefusal(stays: readonly Segment[], command: CommandTogether, problem: Problem): Promise<boolean> {
    const members = problem.members ?? [];
    this.page.refresh();
    if (members.length === 0) {
      this.page.ports.toast({ message: problem.detail || problem.title, kind: "danger" });
      return false;
    }
    const refused = new Map(members.map(({ reservationId, detail }) => [reservationId, detail]));
    const reasons = stays.flatMap(({ reservationId, guestName }) => {
      const detail = refused.get(reservationId);
      return detail === undefined ? [] : [`${guestName}: ${detail}`];
    });
    const others = stays.filter(({ reservationId }) => !refused.has(reservationId));
    const label = others.length === 0 ? undefined : labelWords(command, others.length);
    const sentence = tn("{count} of the stays cannot:", "{count} of the stays cannot:", reasons.length);
    return (await this.page.ports.tellRefusalOfAll({ sentence, reasons, others: label })) && this.run(others, command);
  }
}

function labelWords(command: CommandTogether, count: number): string {
  if (command === "confirm") return tn("Confirm {count} stay", "Confirm {count} stays", count);
  if (command === "check-in") return tn("Check in {count} stay", "Check in {count} stays", count);
  if (command === "check-out") return tn("Check out {count} stay", "Check out {count} stays", count);
  return tn("Cancel {count} stay", "Cancel {count} stays", count);
}

/** What was done, for the toast. */
function doneWords(command: CommandTogether, count: number): string {
  if (command === "confirm") return tn("{count} stay confirmed", "{count} stays confirmed", count);
  if (command === "check-in") return tn("{count} stay checked in", "{count} stays checked in", count);
  if (command === "check-out") return tn("{count} stay checked out", "{count} stays checked out", count);
  return tn("{count} stay cancelled", "{count} stays cancelled", count);
}
