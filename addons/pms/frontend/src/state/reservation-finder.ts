import type * as reservationsApi from "../api/reservations";
import type { Reservation } from "../api/types";

export type Finding =
  | { readonly state: "asking" }
  | { readonly state: "failed" }
  | { readonly state: "found"; readonly stays: readonly Reservation[] };

export type FinderApi = Pick<typeof reservationsApi, "findReservations">;

const PAUSE = 180;
const MOST = 6;

/** Asks the server for reservations of any dates, newest question only. */
export class ReservationFinder {
  private abort: AbortController | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly propertyId: string,
    private readonly api: FinderApi,
    private readonly pause = PAUSE,
  ) {}

  /** Asks once the person pauses; `atOnce` when they wait for it. */
  ask(words: string, tell: (finding: Finding) => void, atOnce = false): void {
    this.forget();
    this.timer = setTimeout(() => void this.look(words, tell), atOnce ? 0 : this.pause);
  }

  /** What was asked is not wanted any more. */
  forget(): void {
    clearTimeout(this.timer);
    this.abort?.abort();
  }

  private async look(q: string, tell: (finding: Finding) => void): Promise<void> {
    const abort = (this.abort = new AbortController());
    tell({ state: "asking" });
    try {
      const result = await this.api.findReservations({ propertyId: this.propertyId, q, limit: MOST }, abort.signal);
      if (abort.signal.aborted) return;
      tell(result.ok ? { state: "found", stays: result.value.items } : { state: "failed" });
    } catch (failure) {
      if (!abort.signal.aborted) throw failure;
    }
  }
}
