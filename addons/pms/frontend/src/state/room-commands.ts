import { newIdempotencyKey, type Result } from "../api/http";
import type * as roomsApi from "../api/rooms";
import type { RoomCondition } from "../api/types";
import { type Day, isoFromDay } from "../calendar/layout/days";
import type { BoardPorts } from "./board-ports";
import type { Closure, Room } from "./model";
import { t } from "../language/translate";
import { conditionWords } from "./words";

export interface RoomCommandsOptions {
  readonly api: Pick<typeof roomsApi, "setRoomCondition" | "setOutOfOrder" | "clearOutOfOrder">;
  readonly ports: Pick<BoardPorts, "toast">;
  readonly refresh: (minSeq?: number) => void;
}

/** What a desk says about a room from the board. The board shows it once the server has it. */
export class RoomCommands {
  constructor(private readonly options: RoomCommandsOptions) {}

  async setCondition(room: Room, condition: RoomCondition): Promise<void> {
    const result = await this.options.api.setRoomCondition(room.id, condition, newIdempotencyKey());
    this.tell(result, t("Room {room}: {condition}", { room: room.number, condition: conditionWords[condition] }));
  }

  /** Closes the nights [start, end); resolves with why not, or null when it is done. */
  async close(room: Room, start: Day, end: Day, reason: string): Promise<string | null> {
    const body = { startDate: isoFromDay(start), endDate: isoFromDay(end), reason };
    const result = await this.options.api.setOutOfOrder(room.id, body, newIdempotencyKey());
    if (!result.ok) return sentenceOf(result);
    this.tell(result, t("Room {room} is out of order", { room: room.number }));
    return null;
  }

  async open(room: Room, closure: Closure): Promise<void> {
    this.tell(await this.options.api.clearOutOfOrder(room.id, closure.blockId, newIdempotencyKey()), t("Room {room} is back in order", { room: room.number }));
  }

  private tell(result: Result<unknown>, done: string): void {
    const { ports, refresh } = this.options;
    if (!result.ok) return ports.toast({ message: sentenceOf(result), kind: result.offline ? "warning" : "danger" });
    refresh((result.value as { seq?: number }).seq);
    ports.toast({ message: done, kind: "success" });
  }
}

function sentenceOf(result: Exclude<Result<unknown>, { ok: true }>): string {
  return result.offline ? t("No connection to the server. Showing the last known state") : result.problem.detail || result.problem.title;
}
