import type { Change } from "./changes";
import { reservationsOf } from "./changes";
import type { Segment } from "./model";

/** A change that the user made and the server has not answered yet. */
export interface Operation {
  /** Idempotency key: the same on every retry, so that the change happens once however often it is sent. */
  readonly key: string;
  readonly change: Change;
  /** The inverse: what each touched reservation showed before. */
  readonly before: ReadonlyMap<string, readonly Segment[]>;
  /** The versions the user saw; raised only by the user's own earlier changes. */
  readonly versions: Map<string, number>;
  /** False for a drop that is known to clash: nothing is shown, the server is asked for alternatives. */
  readonly optimistic: boolean;
  /** The user was asked about moving a guest who is in house and said yes. */
  readonly confirmed: boolean;
}

/** Describes a change against what is on the screen now. */
export function newOperation(
  key: string,
  change: Change,
  segmentsOf: (reservationId: string) => readonly Segment[],
  options: { optimistic: boolean; confirmed: boolean },
): Operation {
  const before = new Map<string, readonly Segment[]>();
  const versions = new Map<string, number>();
  for (const id of reservationsOf(change)) {
    const segments = segmentsOf(id);
    before.set(id, segments);
    versions.set(id, segments[0]?.version ?? 0);
  }
  return { key, change, before, versions, ...options };
}
