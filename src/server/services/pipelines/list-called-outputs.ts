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
  /** A JSON Schema for each call, in their order; `{}`: nothing is known of it, or the call cannot be made. */
  readonly schemas: readonly JsonObject[];
  /** In the same order what keeps a call from being made, as publishing would say it; null: nothing. */
  readonly problems: readonly (CallFault | null)[];
}

/**
 * What is known of pipelines that are called, as they are published now or in a version that is named, before any run:
 * what an editor completes and checks by. `pipelineId` and `name` are those of the pipeline that calls, which must not
 * come to itself again; null for one that is not stored yet.
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
