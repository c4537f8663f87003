import { typeSchema } from "#core/expression/types/static-type.ts";
import type { PipelineId } from "#core/ids.ts";
import type { JsonObject } from "#core/json/json.ts";
import type { CallFault } from "#core/pipeline/calls/call-problem.ts";
import type { WrittenCall } from "#core/pipeline/calls/written-calls.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { readCalls } from "#server/services/runs/calls/walk-calls.ts";

export interface CalledOutputs {
  /** A JSON Schema for each call, in the same order. `{}`: unknown, or the call cannot be made. */
  readonly schemas: readonly JsonObject[];
  /** In the same order, why each call cannot be made, as publishing would report it. Null: it can. */
  readonly problems: readonly (CallFault | null)[];
}

/**
 * The outputs of called pipelines, in the published or the named version, known without a run: the editor uses them for
 * completion and checks. `pipelineId` and `name` are the calling pipeline's, which must not call itself; null for one
 * that is not stored yet.
 * @throws AppError FORBIDDEN.
 */
export async function listCalledOutputs(
  context: ServiceContext,
  asked: {
    readonly pipelineId: PipelineId | null;
    readonly name: string;
    readonly calls: readonly WrittenCall[];
  },
): Promise<CalledOutputs> {
  authorize(context, "pipelines.read");
  const { workspaceId } = context.actor;
  const caller = { id: asked.pipelineId, name: asked.name };
  const calls = await withTenant(context.db, workspaceId, (tx) =>
    readCalls(tx, workspaceId, caller, asked.calls),
  );
  return {
    schemas: calls.map(({ output }) => typeSchema(output)),
    problems: calls.map(({ fault }) => fault),
  };
}
