import { type PipelineId, pipelineIdSchema } from "#core/ids.ts";
import type { PipelineDefinitionInput } from "#core/pipeline/definition.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import type { ServiceContext } from "#server/services/context.ts";

/** A pipeline whose draft is this definition. */
export async function seedPipeline(
  context: ServiceContext,
  definition: PipelineDefinitionInput,
): Promise<PipelineId> {
  const pipelineId = pipelineIdSchema.parse(context.newId());
  const { workspaceId } = context.actor;
  await withTenant(context.db, workspaceId, (tx) =>
    tx.pipeline.create({
      data: {
        workspaceId,
        id: pipelineId,
        name: definition.name,
        slug: pipelineId,
        draft: JSON.parse(JSON.stringify(definition)),
        draftText: JSON.stringify(definition),
      },
    }),
  );
  return pipelineId;
}

type NodeInput = PipelineDefinitionInput["nodes"][number];

/** A node that is claimed and settled, and does nothing in between. */
export const noop = (id: string) => ({ id, type: "action", name: id, config: { action: "noop" } }) as const;

/** A chain: each node leads to the next. */
export function chainOf(name: string, nodes: readonly NodeInput[]): PipelineDefinitionInput {
  const edges = nodes.slice(1).map((node, index) => ({
    id: `e${index + 1}`,
    from: nodes[index]?.id ?? "",
    to: node.id,
  }));
  return { name, nodes: [...nodes], edges };
}
