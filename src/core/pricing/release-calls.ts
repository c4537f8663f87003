import type { BudgetId, PipelineId, ProviderKeyId, RunId, UserId, WaitId } from "#core/ids.ts";
import type { BudgetPeriod, BudgetScope } from "./budget.ts";

/** A call that waits for room in the budgets that apply to it. */
export interface ParkedCall {
  readonly waitId: WaitId;
  readonly runId: RunId;
  /** The root of its run's tree. */
  readonly treeRunId: RunId;
  readonly pipelineId: PipelineId;
  readonly providerKeyId: ProviderKeyId | null;
  /** Who started the run; null: it started by itself. */
  readonly userId: UserId | null;
  /** The most that it can cost, in micros of USD. */
  readonly needsMicros: number;
  /** It was released, and has not begun yet. */
  readonly isReleased: boolean;
}

/** What is held and spent in one period of a budget, in micros of USD. */
export interface WindowUse {
  readonly reservedMicros: number;
  readonly settledMicros: number;
}

/** A budget at whose limit calls wait. */
export interface WaitBudget {
  readonly budgetId: BudgetId;
  readonly scope: BudgetScope;
  readonly per: BudgetPeriod;
  readonly pipelineId: PipelineId | null;
  readonly keyId: ProviderKeyId | null;
  readonly memberId: UserId | null;
  readonly runId: RunId | null;
  readonly limitMicros: number;
  /** When the next period begins, in milliseconds since the epoch; null: each run has a budget of its own. */
  readonly endsAtMs: number | null;
  /** Of its current day or month; for a budget that each run has for itself, by the id of its tree's root. */
  readonly usedBy: (runId: RunId) => WindowUse;
}

/** The calls that may continue now, in order. */
export interface Released {
  readonly waitIds: readonly WaitId[];
  /** When one of the waiting calls may have room, in milliseconds since the epoch; null: time alone makes none. */
  readonly againAtMs: number | null;
}

/**
 * What lets a call that waits for a budget continue: nothing more, there is room (`now`); calls in flight, if they cost
 * less than reserved (`calls`); the budget's next period (`turn`); or only people, by raising the limit or removing the
 * budget (`raise`).
 */
export const roomMakers = ["now", "calls", "turn", "raise"] as const;
export type RoomMaker = (typeof roomMakers)[number];

/** What makes room in a budget, in its current state, for a call that may cost `needsMicros`, in micros of USD. */
export function whatMakesRoom(
  {
    limitMicros,
    reservedMicros,
    settledMicros,
    endsAtMs,
  }: WindowUse & Pick<WaitBudget, "limitMicros" | "endsAtMs">,
  needsMicros: number,
): RoomMaker {
  if (settledMicros + reservedMicros + needsMicros <= limitMicros) return "now";
  if (settledMicros + needsMicros <= limitMicros) return "calls";
  return endsAtMs !== null && needsMicros <= limitMicros ? "turn" : "raise";
}

/** If several budgets hold a call back, the one that makes room last decides when it continues. */
export function isHarder(one: RoomMaker, other: RoomMaker): boolean {
  return roomMakers.indexOf(one) > roomMakers.indexOf(other);
}

interface Room {
  readonly budget: WaitBudget;
  readonly settledMicros: number;
  takenMicros: number;
}

/**
 * Which of the waiting calls, in order, fit in what their budgets have left: exactly those, since each takes its part
 * before the next is considered. One that will fit as soon as calls in flight have ended keeps its place before later
 * ones; one that cannot fit before the next period or a higher limit is passed over.
 */
export function chooseReleased(calls: readonly ParkedCall[], budgets: readonly WaitBudget[]): Released {
  const rooms = new Map<string, Room>();
  const roomsOf = (call: ParkedCall) =>
    budgets.filter((budget) => binds(budget, call)).map((budget) => roomIn(rooms, budget, call.treeRunId));
  for (const call of calls) if (call.isReleased) take(roomsOf(call), call.needsMicros);
  const waitIds: WaitId[] = [];
  let againAtMs: number | null = null;
  for (const call of calls) {
    if (call.isReleased) continue;
    const own = roomsOf(call);
    const lacking = own.filter((room) => lacks(room, call.needsMicros));
    if (lacking.length === 0) waitIds.push(call.waitId);
    for (const { budget } of lacking) againAtMs = earlier(againAtMs, budget.endsAtMs);
    const isSoon = lacking.every(
      ({ budget, settledMicros }) => settledMicros + call.needsMicros <= budget.limitMicros,
    );
    if (isSoon) take(own, call.needsMicros);
  }
  return { waitIds, againAtMs };
}

/** Whether a budget applies to the calls of a run with a key; the statement that holds a call has the same rule. */
function binds(budget: WaitBudget, call: ParkedCall): boolean {
  switch (budget.scope) {
    case "workspace":
      return true;
    case "pipeline":
      return budget.pipelineId === call.pipelineId;
    case "key":
      return budget.keyId !== null && budget.keyId === call.providerKeyId;
    case "member":
      return budget.memberId !== null && budget.memberId === call.userId;
    case "run":
      return budget.runId === call.treeRunId;
  }
}

function roomIn(rooms: Map<string, Room>, budget: WaitBudget, runId: RunId): Room {
  const key = budget.per === "run" ? `${budget.budgetId}:${runId}` : budget.budgetId;
  const known = rooms.get(key);
  if (known !== undefined) return known;
  const { settledMicros, reservedMicros } = budget.usedBy(runId);
  const room = { budget, settledMicros, takenMicros: settledMicros + reservedMicros };
  rooms.set(key, room);
  return room;
}

function lacks({ budget, takenMicros }: Room, needsMicros: number): boolean {
  return takenMicros + needsMicros > budget.limitMicros;
}

function take(rooms: readonly Room[], needsMicros: number): void {
  for (const room of rooms) room.takenMicros += needsMicros;
}

function earlier(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}
