import { describe, expect, it } from "vitest";
import type { Result } from "../../src/api/http";
import type { Problem } from "../../src/api/types";
import type { AnswerForAll, Message, RefusalOfAll, StepTogether } from "../../src/state/board-ports";
import { ChosenCommands, type ChosenCommandsOptions, commandsForAll } from "../../src/state/chosen-commands";
import { demoReservations } from "../harness/demo-reservations";
import { type StayPlan, TODAY, World } from "./world";

type Answer = Awaited<ReturnType<ChosenCommandsOptions["api"]["runTogether"]>>;

/** A desk in front of a hotel; the server's refusals are taken from `refusals` before it does anything. */
function desk(...stays: StayPlan[]) {
  const world = new World(...stays);
  const refusals: Answer[] = [];
  const sent: { ids: string[]; body: Record<string, unknown> }[] = [];
  const asked: StepTogether[] = [];
  const told: RefusalOfAll[] = [];
  const messages: Message[] = [];
  const accepted: string[] = [];
  const says: { first: AnswerForAll; again: AnswerForAll | undefined; others: boolean } = { first: {}, again: undefined, others: false };
  const server = demoReservations(world.server);
  const commands = new ChosenCommands({
    api: {
      runTogether: async (seen, command, key, body = {}) => {
        sent.push({ ids: seen.map(({ reservationId, version }) => `${reservationId} ${version}`), body });
        return refusals.shift() ?? server.runTogether(seen, command, key, body);
      },
    },
    ports: {
      toast: (message) => messages.push(message),
      askTogether: async (step) => (asked.push(step), says.first),
      askTogetherAgain: async () => says.again,
      tellRefusalOfAll: async (refusal) => (told.push(refusal), says.others),
    },
    accept: ({ id }) => accepted.push(id),
    refresh: () => undefined,
  });
  const run = (command: Parameters<ChosenCommands["run"]>[1], ...ids: string[]) => commands.run(ids.map((id) => world.stay(id)), command);
  return { world, run, refusals, sent, asked, told, messages, accepted, says };
}

function refused(code: string, members: Record<string, string> = {}): Result<never> {
  const each = Object.entries(members).map(([reservationId, detail]) => ({ reservationId, confirmationNumber: reservationId, code, detail }));
  const problem: Problem = { type: "", title: "Conflict", status: 409, detail: "Not now.", code, correlationId: "", members: each };
  return { ok: false, offline: false, status: 409, problem } as Result<never>;
}

const pair: StayPlan[] = [["ana", "101", 0, 3], ["ben", "102", 0, 2]];

describe("what a selection can do", () => {
  it("is what each of its stays can do", () => {
    const world = new World(...pair, ["eve", "103", 1, 3], ["joe", "201", -1, 2, { status: "CHECKED_IN" }], ["may", null, 0, 1, { status: "HOLD" }]);
    const can = (...ids: string[]) => commandsForAll(ids.map((id) => world.stay(id)), TODAY);
    expect(can("ana", "ben")).toEqual(["check-in", "cancel"]);
    expect(can("ana", "eve")).toEqual(["cancel"]);
    expect(can("may")).toEqual(["confirm", "cancel"]);
    expect(can("ana", "joe")).toEqual([]);
    expect(can("joe")).toEqual(["check-out"]);
    expect(can()).toEqual([]);
  });
});

describe("a step of a selection", () => {
  it("names each stay with its version, and shows them all afterwards", async () => {
    const { run, sent, asked, messages, accepted } = desk(...pair);
    expect(await run("check-in", "ana", "ben")).toBe(true);
    expect(asked).toEqual([{ command: "check-in", ids: ["ana", "ben"], label: "Check in 2 stays" }]);
    expect(sent).toEqual([{ ids: ["ana 1", "ben 1"], body: {} }]);
    expect(accepted).toEqual(["ana", "ben"]);
    expect(messages).toEqual([{ message: "2 stays checked in", kind: "success" }]);
  });

  it("sends nothing without a yes", async () => {
    const { run, sent, says } = desk(...pair);
    says.first = null;
    expect(await run("cancel", "ana", "ben")).toBe(false);
    expect(sent).toEqual([]);
  });

  it("asks again when the server wants a yes to a fee", async () => {
    const { run, sent, says, refusals } = desk(...pair);
    refusals.push(refused("CONFIRMATION_REQUIRED"));
    says.first = { feeWaived: false };
    says.again = { confirm: true };
    expect(await run("check-out", "ana", "ben")).toBe(true);
    expect(sent.map(({ body }) => body)).toEqual([{ feeWaived: false }, { feeWaived: false, confirm: true }]);
  });

  it("says who cannot, and goes on with the others once told to", async () => {
    const { run, sent, told, says, refusals } = desk(...pair, ["eve", "103", 0, 3]);
    refusals.push(refused("INVALID_STATUS_TRANSITION", { ben: "Room 102 is still occupied." }));
    says.others = true;
    expect(await run("check-in", "ana", "ben", "eve")).toBe(true);
    expect(told).toEqual([{ sentence: "1 of the stays cannot:", reasons: ["Ben: Room 102 is still occupied."], others: "Check in 2 stays" }]);
    expect(sent.at(-1)?.ids).toEqual(["ana 1", "eve 1"]);
  });

  it("offers nothing when none of them can", async () => {
    const { run, told, refusals } = desk(...pair);
    refusals.push(refused("INVALID_STATUS_TRANSITION", { ana: "No.", ben: "No." }));
    expect(await run("check-in", "ana", "ben")).toBe(false);
    expect(told[0]?.others).toBeUndefined();
  });

  it("says that the server was not reached", async () => {
    const { run, messages, refusals } = desk(...pair);
    refusals.push({ ok: false, offline: true } as Answer);
    expect(await run("check-in", "ana", "ben")).toBe(false);
    expect(messages[0]).toMatchObject({ kind: "warning" });
  });
});
