import { z } from "zod";
import { nodeIdSchema } from "#core/ids.ts";
import { runInputLimits } from "#core/json/json-limits.ts";
import { templateSourceSchema } from "#core/nodes/fields/mapping.ts";
import { jsonInputSchema, jsonObjectInputSchema } from "#server/trpc/json-value-schema.ts";

const agentChangeSchema = z.strictObject({
  model: z.string().min(1).max(200).exactOptional(),
  task: templateSourceSchema.exactOptional(),
  instructions: templateSourceSchema.exactOptional(),
});

/** Maps whose failed items run again, with everything that follows. */
export const failedItemsSchema = z.array(nodeIdSchema).max(1000).exactOptional();

/** How a fork differs from the run it is forked from; absent: not. */
export const forkChangesSchema = z.strictObject({
  input: jsonInputSchema(runInputLimits).exactOptional(),
  /** Only those that change. */
  variables: jsonObjectInputSchema(runInputLimits).exactOptional(),
  /** Outputs of nodes, by id: the nodes count as completed with these. */
  outputs: jsonObjectInputSchema(runInputLimits).exactOptional(),
  /** Changes of agents, by node id. */
  agents: z.record(nodeIdSchema, agentChangeSchema).exactOptional(),
  /** A published number, the current draft, or the published version. */
  version: z.union([z.number().int().positive(), z.enum(["draft", "published"])]).exactOptional(),
  /** The last node of the new run: only what leads to it is part of it. */
  until: nodeIdSchema.exactOptional(),
  /** Nodes that are taken over as they ended, whatever has changed in them or before them. */
  pinned: z.array(nodeIdSchema).max(1000).readonly().exactOptional(),
});
