import { engineEventNames } from "#core/dispatch/engine-event.ts";
import type { NodeRunRef } from "#core/run/node-task.ts";
import { withTenantDirect } from "#server/db/driver/direct-transaction.ts";
import type { EngineContext } from "../engine-context.ts";
import { dispatchEvents } from "./dispatch-effects.ts";

/** Dispatches a node run after some time. It may be dispatched twice, and is claimed once. */
export function handOutLater(
  context: Pick<EngineContext, "db" | "engine" | "newToken">,
  { workspaceId, runId, nodeId }: NodeRunRef,
  afterMs: number,
): Promise<void> {
  const nowMs = Date.now();
  const event = {
    id: `${runId}:${nodeId}:${context.newToken()}`,
    name: engineEventNames.nodeReady,
    data: { workspaceId, runId, nodeId },
    ts: Math.ceil(nowMs + afterMs),
  };
  return withTenantDirect(context.db, workspaceId, (tx) =>
    dispatchEvents(tx, context.engine, workspaceId, [{ nowMs, events: [event] }]),
  );
}
