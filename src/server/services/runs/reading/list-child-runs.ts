import { AppError } from "#core/errors.ts";
import type { RunId } from "#core/ids.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import {
  type ChildCursor,
  type ChildRun,
  hasRun,
  listChildRuns as readChildren,
} from "#server/db/run/children/read-tree.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { noSuchRun } from "#server/services/no-such.ts";

export interface ListChildRunsInput {
  readonly runId: RunId;
  readonly nodeId: string;
  /** Only those that have ended and did not complete. */
  readonly onlyFailed: boolean;
  /** Of the previous page. Null for the first page. */
  readonly cursor: string | null;
  /** 1 to 200. */
  readonly limit: number;
}

export interface ChildRunsPage {
  /** In the order of the node's items and attempts. */
  readonly children: readonly ChildRun[];
  /** Null on the last page. */
  readonly nextCursor: string | null;
}

/**
 * A page of the child runs of a node; empty for a node that starts none.
 * @throws AppError FORBIDDEN, NOT_FOUND, INVALID_INPUT for an invalid cursor.
 */
export async function listChildRuns(
  context: ServiceContext,
  input: ListChildRunsInput,
): Promise<ChildRunsPage> {
  authorize(context, "runs.read");
  const { workspaceId } = context.actor;
  const { cursor, limit } = input;
  const after = cursor === null ? null : readCursor(cursor);
  const found = await withTenant(context.db, workspaceId, async (tx) => {
    const children = await readChildren(tx, workspaceId, input, after, limit + 1);
    if (children.length === 0 && !(await hasRun(tx, workspaceId, input.runId))) throw noSuchRun(input.runId);
    return children;
  });
  const children = found.slice(0, limit);
  const last = found.length > limit ? children.at(-1) : undefined;
  return { children, nextCursor: last === undefined ? null : `${last.ordinal}.${last.attempt}` };
}

function readCursor(cursor: string): ChildCursor {
  const [, ordinal, attempt] = /^(\d{1,9})\.(\d{1,9})$/.exec(cursor) ?? [];
  if (ordinal === undefined || attempt === undefined) {
    throw new AppError("INVALID_INPUT", "The cursor is not one of this list. Begin without one.");
  }
  return { ordinal: Number(ordinal), attempt: Number(attempt) };
}
