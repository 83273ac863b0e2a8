import type { Problem } from "../api/types";
import type { BoardStore } from "./board-store";
import type { Operation } from "./operation";
import { type BoardApi, sendOperation, type WriteAnswer } from "./write-requests";

/** Whether changes are on their way, for the line in the toolbar. */
export interface LinkState {
  readonly waiting: number;
  readonly trouble: "none" | "offline" | "signedOut";
}

export interface WriteListener {
  onConfirmed(operation: Operation, answer: WriteAnswer): void;
  onRefused(operation: Operation, problem: Problem): void;
  onLink(state: LinkState): void;
}

/** Waits, but can be woken (the network came back). */
export interface Pause {
  wait(milliseconds: number): Promise<void>;
  wake(): void;
}

const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;

/**
 * Sends operations one after the other, in the order the user made them, so that a stay moved out of a room has left
 * before the next one moves in. A change that did not get through waits and is sent again with the same key: the
 * server does it once. Nothing leaves the queue without an answer.
 */
export class WriteQueue {
  private readonly waiting: Operation[] = [];
  private sending = false;

  constructor(
    private readonly store: BoardStore,
    private readonly api: BoardApi,
    private readonly listener: WriteListener,
    private readonly pause: Pause = timerPause(),
  ) {}

  /** Shows the operation now and sends it in its turn. */
  add(operation: Operation): void {
    this.store.add(operation);
    this.waiting.push(operation);
    this.report("none");
    if (!this.sending) void this.sendAll();
  }

  get length(): number {
    return this.waiting.length;
  }

  /** Tries again at once, e.g. when the browser says it is online. */
  retryNow(): void {
    this.pause.wake();
  }

  private async sendAll(): Promise<void> {
    this.sending = true;
    for (let operation = this.waiting[0]; operation !== undefined; operation = this.waiting[0]) {
      await this.sendUntilAnswered(operation);
    }
    this.sending = false;
  }

  private async sendUntilAnswered(operation: Operation): Promise<void> {
    for (let wait = FIRST_PAUSE; ; wait = Math.min(wait * 2, LONGEST_PAUSE)) {
      const result = await sendOperation(this.api, operation);
      if (result.ok) {
        this.waiting.shift();
        this.store.confirm(operation, result.value.segments, result.value.seq);
        this.report("none");
        this.listener.onConfirmed(operation, result.value);
        return;
      }
      if (!result.offline && !mayPass(result.problem)) {
        this.waiting.shift();
        this.store.revert(operation);
        this.report("none");
        this.listener.onRefused(operation, result.problem);
        return;
      }
      this.report(!result.offline && result.problem.status === 401 ? "signedOut" : "offline");
      await this.pause.wait(wait);
    }
  }

  private report(trouble: LinkState["trouble"]): void {
    this.listener.onLink({ waiting: this.waiting.length, trouble });
  }
}

/** Answers that say nothing about the change itself: busy, signed out, the first try still running. */
function mayPass({ status, code }: Problem): boolean {
  return status === 401 || status === 429 || status >= 500 || code === "IDEMPOTENCY_IN_FLIGHT";
}

function timerPause(): Pause {
  let wake = (): void => undefined;
  return {
    wait: (milliseconds) =>
      new Promise((resolve) => {
        const timer = setTimeout(resolve, milliseconds);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      }),
    wake: () => wake(),
  };
}
