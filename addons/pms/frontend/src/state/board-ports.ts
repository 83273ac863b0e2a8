import type { CommandTogether, ReservationCommand } from "../api/reservations";
import type { Alternative, Conflict, IsoDate, Problem, RoomCondition } from "../api/types";

/** What the board asks of the page around it. The page's dialogs and toasts fit these shapes. */

export interface ConflictRequest {
  readonly guestName: string;
  readonly roomNumber?: string;
  readonly checkInDate: IsoDate;
  readonly checkOutDate: IsoDate;
  readonly detail?: string;
  readonly conflicts: Conflict[];
  readonly alternatives: Alternative[];
  readonly swaps: { reservationId: string; guestName: string }[];
  readonly roomTypeName: (roomTypeId: string) => string | undefined;
}

export type ConflictChoice =
  | { kind: "alternative"; alternative: Alternative }
  | { kind: "swap"; reservationId: string }
  | { kind: "none" };

export interface Question {
  readonly title: string;
  readonly message: string;
  readonly confirmLabel: string;
  readonly danger?: boolean;
}

export interface Message {
  readonly message: string;
  readonly kind: "success" | "info" | "warning" | "danger";
  readonly undo?: () => void;
}

/** A step that may cost something. */
export interface StepQuestion {
  readonly command: ReservationCommand;
  readonly reservationId: string;
  readonly guestName: string;
  readonly early: boolean;
  /** Where the guest checks in. */
  readonly room: { readonly number: string; readonly condition: RoomCondition } | undefined;
}

/** What to send with the step, that the folio is wanted first, or null for "no". */
export type StepAnswer = { kind: "go"; body: Record<string, unknown> } | { kind: "folio" } | null;

export interface BoardPorts {
  /** Opens "Room not available"; resolves with what was picked. */
  chooseAlternative(request: ConflictRequest): Promise<ConflictChoice>;
  /** A yes-no question; everything but the button means no. */
  ask(question: Question): Promise<boolean>;
  /** A short message, with "Undo" when there is something to take back. */
  toast(message: Message): void;
  /** Speaks to screen readers only. */
  say(words: string): void;
}

/** What the commands of stays ask of the page. */
export interface StepPorts extends Pick<BoardPorts, "toast"> {
  /** Asks what a step needs, such as a yes to its fee. */
  askStep(step: StepQuestion): Promise<StepAnswer>;
  /** Opens a stay on its folio. */
  showFolio(reservationId: string): void;
}

/** A step of several stays; `label` names it on its button. */
export interface StepTogether {
  readonly command: CommandTogether;
  readonly ids: readonly string[];
  readonly label: string;
}

/** Why none of several stays took a step; `others` names the step without those that cannot. */
export interface RefusalOfAll {
  readonly sentence: string;
  readonly reasons: readonly string[];
  readonly others: string | undefined;
}

/** The body to send with a step, or null for "no". */
export type AnswerForAll = Record<string, unknown> | null;

/** What a step of several stays asks of the page. */
export interface TogetherPorts extends Pick<BoardPorts, "toast"> {
  askTogether(step: StepTogether): Promise<AnswerForAll>;
  /** The server wants a yes; undefined when it is no question but a refusal. */
  askTogetherAgain(problem: Problem): Promise<AnswerForAll | undefined>;
  /** Resolves with whether those that can shall take the step now. */
  tellRefusalOfAll(refusal: RefusalOfAll): Promise<boolean>;
}
