import type { BudgetId, PipelineId, ProviderKeyId, RunId, UserId, WaitId } from "#core/ids.ts";
import type { BudgetPeriod, BudgetScope } from "./budget.ts";

/** A call that waits for room in the budgets that bind it. */
export interface ParkedCall {
  readonly waitId: WaitId;
  readonly runId: RunId;
  /** The root of its run's tree. */
  readonly treeRunId: RunId;
  readonly pipelineId: PipelineId;
  readonly providerKeyId: ProviderKeyId | null;
  /** Who started the run; null: it started by itself. */
  readonly userId: UserId | null;
  /** The most that it can cost, micros of USD. */
  readonly needsMicros: number;
  /** It was told that there is room, and has not begun yet. */
  readonly isReleased: boolean;
}

/** What is held and what is spent in one window of a budget, micros of USD. */
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
  /** When it begins again, milliseconds since the epoch; null: each run has it for itself. */
  readonly endsAtMs: number | null;
  /** Of its present day or month; of a budget that each run has for itself, by the id of the root of its tree. */
  readonly usedBy: (runId: RunId) => WindowUse;
}

/** Who may go on now, the first first. */
export interface Released {
  readonly waitIds: readonly WaitId[];
  /** When one of those that still wait may have room, milliseconds since the epoch; null: time alone makes none. */
  readonly againAtMs: number | null;
}

/**
 * What lets a call that waits for a budget continue: nothing more, there is room (`now`); calls under way, if they cost
 * less than they might (`calls`); the budget when it begins again (`turn`); or only people, by raising the limit or
 * removing the budget (`raise`).
 */
export const roomMakers = ["now", "calls", "turn", "raise"] as const;
export type RoomMaker = (typeof roomMakers)[number];

/** What makes room in a budget, as it stands, for a call that may cost `needsMicros`, micros of USD. */
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

/** Of several budgets that hold a call back, the one that makes room last decides when it continues. */
export function isHarder(one: RoomMaker, other: RoomMaker): boolean {
  return roomMakers.indexOf(one) > roomMakers.indexOf(other);
}

interface Room {
  readonly budget: WaitBudget;
  readonly settledMicros: number;
  takenMicros: number;
}

/**
 * Which of the calls that wait, in their order, fit in what their budgets have left: exactly those, for each takes its
 * part before the next is looked at. One that will fit as soon as calls under way have ended keeps its place before
 * those behind it; one that cannot fit before its window turns or its limit is raised is passed over.
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

/** Whether a budget binds the calls of a run with a key; the statement that holds a call says the same. */
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
