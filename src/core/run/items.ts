import type { ErrorInfo } from "#core/errors.ts";
import type { RunId } from "#core/ids.ts";
import type { Json } from "#core/json/json.ts";
import type { ItemsPolicy } from "#core/nodes/behaviour.ts";
import { itemsOf } from "#core/nodes/type-of.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";
import type { AttemptCount, ItemsAdjustment } from "./passes/attempt-count.ts";
import type { TerminalRunStatus } from "./status.ts";

/**
 * The progress of a node that works through a list: counters, a cursor, and the items in flight. Its size does not
 * depend on the list, since only as many items are in flight as may run at the same time.
 */
export interface ItemsState {
  readonly total: number;
  /** All items before this one have been started. */
  readonly next: number;
  /** Items in flight, in order. */
  readonly running: readonly number[];
  readonly completed: number;
  /** Failed, timed out or cancelled. */
  readonly failed: number;
}

/**
 * How a node works through its list at the moment: as its definition says, unless somebody has adjusted it since. Null
 * for a node that does not.
 */
export function policyInForce(
  { id, definition }: Pick<PlanNode, "id" | "definition">,
  { attempts }: { readonly attempts: { readonly [nodeId: string]: AttemptCount } },
): ItemsPolicy | null {
  const policy = itemsOf(definition);
  const { concurrency, tolerated } = attempts[id]?.adjusted ?? {};
  if (policy === null) return null;
  return {
    ...policy,
    concurrency: concurrency ?? policy.concurrency,
    tolerates: tolerated === undefined ? policy.tolerates : () => tolerated,
  };
}

/** How many more items may be started now: none once more have failed than the node tolerates. */
export function roomForItems(
  { total, next, running, failed }: ItemsState,
  { concurrency, tolerates }: ItemsPolicy,
): number {
  if (failed > tolerates(total)) return 0;
  return Math.max(0, Math.min(concurrency - running.length, total - next));
}

/** Whether nothing is in flight, and nothing more will be started. */
export function isWorkedThrough(items: ItemsState, policy: ItemsPolicy): boolean {
  return items.running.length === 0 && roomForItems(items, policy) === 0;
}

/** An item whose run did not complete. */
export interface FailedItem {
  /** Its index in the list, from 0. */
  readonly index: number;
  readonly runId: RunId;
  readonly status: TerminalRunStatus;
  readonly error: ErrorInfo | null;
}

/** The outcome of a list: its results in order, or why they cannot be passed on. */
export type ItemsOutcome =
  | { readonly ok: true; readonly output: Json; readonly firstFailed: FailedItem | null }
  | { readonly ok: false; readonly error: ErrorInfo };

/** What happens to a node that works through a list, besides what happens to any attempt. */
export type ItemHappening =
  /** The list for an attempt of a node is known. */
  | {
      readonly kind: "items.opened";
      readonly nodeId: string;
      readonly attempt: number;
      readonly total: number;
    }
  /** The run of an item has begun: items are started in order. */
  | {
      readonly kind: "item.started";
      readonly nodeId: string;
      readonly attempt: number;
      readonly index: number;
    }
  | {
      readonly kind: "item.ended";
      readonly nodeId: string;
      readonly attempt: number;
      readonly index: number;
      readonly status: TerminalRunStatus;
    }
  /** Somebody has adjusted how the node works through its list. It applies to this node run, in all its attempts. */
  | ({ readonly kind: "items.adjusted"; readonly nodeId: string } & ItemsAdjustment)
  /** No item is in flight, none will be started, and this is the outcome. */
  | {
      readonly kind: "items.ended";
      readonly nodeId: string;
      readonly attempt: number;
      readonly outcome: ItemsOutcome;
      readonly jitter: number;
    };
