import type { Instant } from "../api/types";
import type { Segment } from "./model";

/** A change that can still be taken back. */
export interface UndoStep {
  readonly token: string;
  readonly expiresAt: Instant;
  /** What to show when it is taken back. */
  readonly segments: ReadonlyMap<string, readonly Segment[]>;
}

const LONGEST_HISTORY = 20;

/** The user's last changes, newest last. */
export class UndoHistory {
  private steps: UndoStep[] = [];

  push(step: UndoStep): void {
    this.steps.push(step);
    if (this.steps.length > LONGEST_HISTORY) this.steps.shift();
  }

  /** Takes the newest step that has not expired, or the one with `token`. */
  take(now: Date, token?: string): UndoStep | null {
    this.steps = this.steps.filter((step) => Date.parse(step.expiresAt) > now.getTime());
    const step = token === undefined ? this.steps.at(-1) : this.steps.find((one) => one.token === token);
    if (step === undefined) return null;
    this.steps = this.steps.filter((one) => one !== step);
    return step;
  }
}
