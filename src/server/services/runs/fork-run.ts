import type { RunId } from "#core/ids.ts";
import { withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { once } from "#server/services/idempotency.ts";
import { beginRun } from "./begin-run.ts";
import { checkKeys } from "./check-keys.ts";
import { checkSecrets } from "./check-secrets.ts";
import { readForkSource } from "./plan-fork.ts";

export interface ForkRunInput {
  readonly runId: RunId;
  /** Run again from these nodes on; empty = from wherever the run failed or stopped. */
  readonly fromNodeIds: readonly string[];
  readonly idempotencyKey: string | null;
}

/**
 * Starts a new run of the same version with the same input that takes over everything upstream of the given nodes:
 * nothing is called or paid for again. The source is left as it is.
 * @throws AppError FORBIDDEN, NOT_FOUND, INVALID_INPUT, KEY_MISSING, SECRET_MISSING, IDEMPOTENCY_MISMATCH,
 * RATE_LIMITED.
 */
export async function forkRun(
  context: ServiceContext,
  input: ForkRunInput,
  action: "run.fork" | "run.resume" = "run.fork",
): Promise<{ readonly runId: RunId }> {
  authorize(context, "runs.start");
  const { workspaceId, userId } = context.actor;
  await context.ports.rateLimits.consume("run-start-by-workspace", workspaceId);
  const request = { runId: input.runId, fromNodeIds: [...input.fromNodeIds] };
  return withTenantDirect(context.db, workspaceId, (tx) =>
    once(tx, context.actor, "runs.fork", input.idempotencyKey, request, async () => {
      const source = await readForkSource(tx, context, workspaceId, input.runId, input.fromNodeIds);
      await checkKeys(tx, workspaceId, userId, source.plan);
      await checkSecrets(tx, workspaceId, source.plan);
      const { runId } = await beginRun(tx, context, "go-on", {
        action,
        ...source,
        state: source.fork.state,
        triggerKind: "fork",
        trigger: null,
        fork: {
          runId: input.runId,
          fromNodes: input.fromNodeIds,
          reused: source.fork.reused,
          errors: source.errors,
        },
      });
      return { runId };
    }),
  );
}
