import { typeSchema } from "#core/expression/types/static-type.ts";
import type { JsonObject } from "#core/json/json.ts";
import type { CalledPipeline } from "#core/nodes/behaviour.ts";
import { callKey } from "#core/pipeline/calls/calls.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { readCalledOutputs } from "#server/services/runs/calls/walk-calls.ts";

/**
 * What is known of what pipelines put out, as they are published now or in a version that is named, before any run:
 * what an editor completes and checks by. A JSON Schema for each call, in their order; `{}`: nothing is known of it, or
 * there is no such version.
 * @throws AppError FORBIDDEN.
 */
export async function listCalledOutputs(
  context: ServiceContext,
  { calls }: { readonly calls: readonly Pick<CalledPipeline, "pipeline" | "version">[] },
): Promise<readonly JsonObject[]> {
  authorize(context, "pipelines.read");
  const { workspaceId } = context.actor;
  const asked = calls.map((call) => ({ kind: "pipeline" as const, ...call, variables: {} }));
  const outputs = await withTenant(context.db, workspaceId, (tx) =>
    readCalledOutputs(tx, workspaceId, asked),
  );
  return asked.map((call) => {
    const type = outputs.get(callKey(call));
    return type === undefined ? {} : typeSchema(type);
  });
}
