/** What a step of a stay's life asks before it is taken: above all, what it costs. */
import { fetchFolios } from "../../api/folios";
import { fetchCancellationTerms, type ReservationCommand } from "../../api/reservations";
import type { CancellationTerms, Money, RoomCondition } from "../../api/types";
import { t } from "../../language/translate";
import { sharedElement } from "../base/modal";
import type { Choice, ConfirmDialog } from "../dialogs/confirm-dialog";
import { formatInstant } from "../format/dates";
import { formatMoney } from "../format/money";

export interface Step {
  command: ReservationCommand;
  reservationId: string;
  /** "Ada Lovelace", or words in the name's place. */
  guestName: string;
  /** The property's, for deadlines. */
  timezone: string;
  /** Leaves before the booked departure. */
  early: boolean;
  mayReadFolio: boolean;
  /** Where the guest checks in, when the page knows it. */
  room?: RoomToGive | undefined;
}

export interface RoomToGive {
  number: string;
  condition: RoomCondition;
  /** The house gives only inspected rooms. */
  inspects?: boolean;
}

/** What to send with the step, that the folio is wanted first, or null for "no". */
export type StepAnswer = { kind: "go"; body: Record<string, unknown> } | { kind: "folio" } | null;

const GO: StepAnswer = { kind: "go", body: {} };

/** Asks what the step needs; steps that cost and undo nothing are not asked about. */
export async function askStep(step: Step): Promise<StepAnswer> {
  if (step.command === "cancel" || step.command === "no-show") return askWhatItCosts(step, await termsOf(step));
  if (step.command === "check-in") return askNotReady(step);
  if (step.command === "check-out") return askCheckOut(step, await owed(step));
  return GO;
}

async function askNotReady({ room }: Step): Promise<StepAnswer> {
  const message = room === undefined ? "" : whyNotReady(room);
  if (message === "") return GO;
  const sure = await dialog().ask({ title: t("The room is not ready"), message, confirmLabel: t("Check in all the same") });
  return sure ? GO : null;
}

function whyNotReady({ number, condition, inspects }: RoomToGive): string {
  if (condition === "DIRTY") return t("Room {room} is not clean yet. Check in all the same?", { room: number });
  if (inspects && condition !== "INSPECTED") return t("Room {room} is not inspected yet. Check in all the same?", { room: number });
  return "";
}

/** The server wants a yes to a fee that it names, e.g. for leaving on the day of arrival. */
export async function askNamedFee(sentence: string, fee: Money, mayWaive: boolean): Promise<Record<string, unknown> | null> {
  const value = await dialog().choose({
    title: t("Confirm the fee"),
    message: sentence,
    choices: feeChoices(fee, t("Continue"), mayWaive),
  });
  return value === null ? null : { confirm: true, ...feeBody(value, fee) };
}

async function termsOf({ reservationId }: Step): Promise<CancellationTerms | undefined> {
  const result = await fetchCancellationTerms(reservationId);
  return result.ok ? result.value : undefined;
}

async function owed({ reservationId, mayReadFolio }: Step): Promise<Money | undefined> {
  if (!mayReadFolio) return undefined;
  const result = await fetchFolios(reservationId);
  return result.ok ? result.value.balance : undefined;
}

/** Nobody is asked about the fee of a no-show that is not possible yet. */
async function askWhatItCosts(step: Step, terms: CancellationTerms | undefined): Promise<StepAnswer> {
  const from = step.command === "no-show" ? (terms?.noShowFrom ?? null) : null;
  if (from === null) return askFee(step, terms);
  const message = t("The guest may still come. No-show is possible from {time} on.", { time: formatInstant(from, step.timezone) });
  await dialog().choose({ title: t("It is too early"), message, choices: [], cancelLabel: t("Close") });
  return null;
}

async function askFee(step: Step, terms: CancellationTerms | undefined): Promise<StepAnswer> {
  const cancels = step.command === "cancel";
  const fee = terms === undefined ? undefined : cancels ? terms.fee : terms.noShowFee;
  const label = cancels ? t("Cancel reservation") : t("Mark as no-show");
  const value = await dialog().choose({
    title: cancels ? t("Cancel this reservation?") : t("Mark as no-show?"),
    message: `${cancels ? whatCancelDoes(step) : whatNoShowDoes(step)} ${whatItCosts(step, terms, fee)}`,
    choices: feeChoices(fee, label, terms?.mayWaive ?? false),
    cancelLabel: cancels ? t("Keep it") : t("Not now"),
  });
  return value === null ? null : { kind: "go", body: feeBody(value, fee) };
}

function whatCancelDoes({ guestName }: Step): string {
  return t("The stay of {name} is cancelled and the room becomes free. It can be reinstated while the room is still free.", { name: guestName });
}

function whatNoShowDoes({ guestName }: Step): string {
  return t("{name} did not arrive. The room becomes free for others.", { name: capitalised(guestName) });
}

function whatItCosts({ timezone, command }: Step, terms: CancellationTerms | undefined, fee: Money | undefined): string {
  if (terms === undefined || fee === undefined) return t("What it costs could not be read; the house's terms apply.");
  const until = command === "cancel" && terms.freeUntil !== null ? formatInstant(terms.freeUntil, timezone) : "";
  if (fee.amount === 0) return until === "" ? t("This is free of charge.") : t("This is free of charge until {time}.", { time: until });
  const values = { fee: formatMoney(fee), time: until };
  if (until === "") return t("The fee is {fee}. It is posted to the folio.", values);
  return t("The fee is {fee}; it was free until {time}. It is posted to the folio.", values);
}

function feeChoices(fee: Money | undefined, label: string, mayWaive: boolean): Choice[] {
  if (fee === undefined || fee.amount === 0) return [{ value: "charge", label, kind: "danger" }];
  const charge: Choice = { value: "charge", label: t("{action}, charge {fee}", { action: label, fee: formatMoney(fee) }), kind: "danger" };
  return mayWaive ? [{ value: "waive", label: t("{action}, no fee", { action: label }), kind: "plain" }, charge] : [charge];
}

function feeBody(value: string, fee: Money | undefined): Record<string, unknown> {
  if (value === "waive") return { feeWaived: true };
  return fee === undefined ? {} : { expectedFee: fee };
}

async function askCheckOut({ guestName, early }: Step, balance: Money | undefined): Promise<StepAnswer> {
  const open = balance !== undefined && balance.amount !== 0 ? balance : undefined;
  if (!early && open === undefined) return GO;
  const sentences = [
    early ? t("{name} is booked to stay longer. The nights not used become free.", { name: capitalised(guestName) }) : "",
    open === undefined ? "" : balanceWords(open),
  ];
  const value = await dialog().choose({
    title: early ? t("Check out early?") : t("Check out with an open balance?"),
    message: sentences.filter((words) => words !== "").join(" "),
    choices: [
      ...(open === undefined ? [] : [{ value: "folio", label: t("Open the folio"), kind: "plain" } as const]),
      { value: "go", label: open === undefined ? t("Check out") : t("Check out all the same"), kind: open === undefined ? "primary" : "danger" },
    ],
  });
  if (value === "folio") return { kind: "folio" };
  return value === null ? null : GO;
}

function balanceWords(balance: Money): string {
  if (balance.amount > 0) return t("{amount} of the folio is not paid yet.", { amount: formatMoney(balance) });
  return t("{amount} more was paid than is owed.", { amount: formatMoney({ ...balance, amount: -balance.amount }) });
}

function capitalised(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function dialog(): ConfirmDialog {
  return sharedElement<ConfirmDialog>("pms-confirm-dialog");
}
