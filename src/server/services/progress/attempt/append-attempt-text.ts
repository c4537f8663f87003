import type { RunId, WorkspaceId } from "#core/ids.ts";
import type { NodeTask } from "#core/run/node-task.ts";
import type { Database } from "#server/db/driver/client.ts";
import {
  ConnectionLostError,
  type DirectTransaction,
  withTenantDirect,
} from "#server/db/driver/direct-transaction.ts";
import { appendText, appendTexts, type TextPiece } from "#server/db/run/progress/append-text.ts";
import type { EngineContext } from "../engine-context.ts";

interface WaitingPiece {
  readonly piece: TextPiece;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Unsent pieces of one workspace, in order of arrival. */
interface Lane {
  waiting: readonly WaitingPiece[];
  /** Pieces of the same tick are written together. */
  isGathering: boolean;
  /** Runs with a piece being written: their next piece must wait for it. */
  readonly busy: Set<RunId>;
  inFlight: number;
}

/** A transaction holds the locks of its runs, so it must stay short. */
const maxTogether = 32;
/** While one is being committed, the next one gathers. */
const maxInFlight = 2;
/** A run locked by somebody else for longer must not delay those that are written with it. */
const lockWaitMs = 1_000;

const lanesOf = new WeakMap<Database, Map<WorkspaceId, Lane>>();

/**
 * Appends a piece of an attempt's text to the run's log. Text of an attempt that has lost its lease is dropped.
 *
 * A process has at most two such transactions in flight per workspace; meanwhile the pieces of all its streams gather,
 * and are then written together. A single piece does not wait. Resolves when it has been committed.
 */
export function appendAttemptText(
  { db }: Pick<EngineContext, "db">,
  task: NodeTask,
  text: string,
): Promise<void> {
  const { workspaceId, runId, nodeId, attempt, leaseToken } = task;
  const lanes = lanesOf.get(db) ?? new Map<WorkspaceId, Lane>();
  lanesOf.set(db, lanes);
  const lane = lanes.get(workspaceId) ?? newLane();
  lanes.set(workspaceId, lane);
  return new Promise((resolve, reject) => {
    const piece = { ref: { workspaceId, runId, nodeId }, attempt, leaseToken, text };
    lane.waiting = [...lane.waiting, { piece, resolve, reject }];
    if (lane.isGathering) return;
    lane.isGathering = true;
    process.nextTick(() => {
      lane.isGathering = false;
      sendMore(db, workspaceId, lane);
    });
  });
}

function newLane(): Lane {
  return { waiting: [], isGathering: false, busy: new Set(), inFlight: 0 };
}

/** Starts as many transactions as may be in flight: the pieces of one tick may need more than one. */
function sendMore(db: Database, workspaceId: WorkspaceId, lane: Lane): void {
  while (lane.inFlight < maxInFlight) {
    const [now, later] = divide(lane);
    if (now.length === 0) return;
    lane.waiting = later;
    send(db, workspaceId, lane, now);
  }
}

function send(db: Database, workspaceId: WorkspaceId, lane: Lane, now: readonly WaitingPiece[]): void {
  lane.inFlight += 1;
  for (const { piece } of now) lane.busy.add(piece.ref.runId);
  const free = (written: readonly WaitingPiece[]) => {
    for (const { piece } of written) lane.busy.delete(piece.ref.runId);
    sendMore(db, workspaceId, lane);
    if (lane.busy.size === 0 && lane.waiting.length === 0) lanesOf.get(db)?.delete(workspaceId);
  };
  void writeTogether(db, workspaceId, now).then((isDone) => {
    lane.inFlight -= 1;
    if (isDone) return free(now);
    for (const one of now) void writeAlone(db, workspaceId, one).then(() => free([one]));
    sendMore(db, workspaceId, lane);
  });
}

function divide({ waiting, busy }: Lane): [now: readonly WaitingPiece[], later: readonly WaitingPiece[]] {
  const now = new Map<RunId, WaitingPiece>();
  const later: WaitingPiece[] = [];
  for (const one of waiting) {
    const { runId } = one.piece.ref;
    if (busy.has(runId) || now.has(runId) || now.size >= maxTogether) later.push(one);
    else now.set(runId, one);
  }
  return [[...now.values()], later];
}

/** False when that fails: then each must be tried alone, so that one does not block the others. */
async function writeTogether(
  db: Database,
  workspaceId: WorkspaceId,
  together: readonly WaitingPiece[],
): Promise<boolean> {
  const pieces = together.map(({ piece }) => piece);
  const [first, ...others] = pieces;
  const append = (tx: DirectTransaction) =>
    first !== undefined && others.length === 0 ? appendText(tx, first) : appendTexts(tx, workspaceId, pieces);
  const all = (tx: DirectTransaction) => Promise.all([append(tx), tx.commit()]);
  try {
    await withTenantDirect(db, workspaceId, all, lockWaitMs);
    for (const { resolve } of together) resolve();
  } catch (error) {
    // It may have been committed, and callers know how to check that.
    if (!(error instanceof ConnectionLostError)) return false;
    for (const { reject } of together) reject(error);
  }
  return true;
}

/** Without a time limit. */
function writeAlone(
  db: Database,
  workspaceId: WorkspaceId,
  { piece, resolve, reject }: WaitingPiece,
): Promise<void> {
  return withTenantDirect(db, workspaceId, (tx) => Promise.all([appendText(tx, piece), tx.commit()])).then(
    () => resolve(),
    reject,
  );
}
