import { z } from "zod";
import type { Json, JsonObject } from "#core/json/json.ts";
import { sameJson } from "#core/json/same-json.ts";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";

/** Settings of an agent's node that replace those of its version. */
export interface AgentChange {
  /** `provider/model`. */
  readonly model?: string;
  readonly task?: string;
  readonly instructions?: string;
}

/** What a fork changes, compared with the run it is forked from. Absent: the same. */
export interface ForkChanges {
  readonly input?: Json;
  /** Only those that change. */
  readonly variables?: JsonObject;
  /** Outputs of nodes, by id: the nodes count as completed with these. */
  readonly outputs?: JsonObject;
  /** By the id of the node. */
  readonly agents?: { readonly [nodeId: string]: AgentChange };
  /** A published number, the current draft, or the currently published version. */
  readonly version?: number | "draft" | "published";
  /** The node with which the new run ends: only what leads to it is part of it. */
  readonly until?: string;
  /** Nodes that are taken over as they ended, whatever has changed in them or before them. */
  readonly pinned?: readonly string[];
}

/** One difference between a run and the one it was forked from, as stored with the run. */
export const forkChangeSchema = z.discriminatedUnion("what", [
  z.object({ what: z.literal("input") }),
  z.object({ what: z.literal("variable"), name: z.string() }),
  z.object({ what: z.literal("output"), nodeId: z.string() }),
  z.object({ what: z.enum(["model", "task", "instructions"]), nodeId: z.string() }),
  /** Null: a frozen draft. */
  z.object({ what: z.literal("version"), from: z.number().nullable(), to: z.number().nullable() }),
  z.object({ what: z.literal("until"), nodeId: z.string() }),
  z.object({ what: z.literal("pinned"), nodeIds: z.array(z.string()) }),
]);
export type ForkChange = z.infer<typeof forkChangeSchema>;

/**
 * The changes that make a difference, in the order of `ForkChanges`; without the version, which only the database
 * knows.
 */
export function listChanges(
  changes: ForkChanges,
  source: { readonly input: Json; readonly variables: JsonObject },
): readonly ForkChange[] {
  const { input, variables = {}, outputs = {}, agents = {}, until, pinned = [] } = changes;
  return [
    ...(input === undefined || sameJson(input, source.input) ? [] : [{ what: "input" } as const]),
    ...Object.keys(variables)
      .filter((name) => !sameJson(variables[name], source.variables[name]))
      .map((name) => ({ what: "variable", name }) as const),
    ...Object.keys(outputs).map((nodeId) => ({ what: "output", nodeId }) as const),
    ...Object.entries(agents).flatMap(([nodeId, change]) =>
      (["model", "task", "instructions"] as const)
        .filter((what) => change[what] !== undefined)
        .map((what) => ({ what, nodeId })),
    ),
    ...(until === undefined ? [] : [{ what: "until", nodeId: until } as const]),
    ...(pinned.length === 0 ? [] : [{ what: "pinned" as const, nodeIds: [...pinned] }]),
  ];
}

/** The definition with changed settings of its agents; nodes that are not agents stay as they are. */
export function withAgentChanges(
  definition: PipelineDefinition,
  agents: ForkChanges["agents"] = {},
): PipelineDefinition {
  const nodes = definition.nodes.map((node) => {
    const change = agents[node.id];
    return node.type === "agent" && change !== undefined
      ? { ...node, config: { ...node.config, ...change } }
      : node;
  });
  return { ...definition, nodes };
}
