import { z } from "zod";
import { jsonSchema } from "#core/json/json.ts";
import { maxRetries } from "#core/nodes/fields/node-fields.ts";
import { nodeDefinitionSchema } from "#core/nodes/registry.ts";
import { maxTriggers, triggerSchema } from "#core/triggers/trigger-definition.ts";
import { edgeSchema } from "../nodes/fields/edge.ts";
import { fieldNameSchema } from "../nodes/fields/names.ts";
import { groupSchema, maxMarks, noteSchema } from "./marks/marks.ts";

export { type EdgeDefinition, edgeSchema } from "#core/nodes/fields/edge.ts";
export { type NodeDefinition, nodeDefinitionSchema } from "#core/nodes/registry.ts";

export const maxNodes = 1_000;
export const maxEdges = 5_000;

/** A value that a run may be given by name; if not, `default` is used. */
export const variableSchema = z.strictObject({
  default: jsonSchema.optional(),
  required: z.boolean().default(false),
  description: z.string().max(1_000).optional(),
});

/** The longest `timeoutSeconds`. */
export const maxRunSeconds = 366 * 86_400;

/** Times in seconds, as authors write them. */
export const settingsSchema = z.strictObject({
  timeoutSeconds: z.number().min(1).max(maxRunSeconds).default(3_600),
  maxRetriesPerNode: z.number().int().min(0).max(maxRetries).default(3),
  retryBackoffBase: z.number().min(0).max(86_400).default(1),
  retryBackoffMax: z.number().min(0).max(86_400).default(60),
  /** Whether a run that fails or times out takes back what its nodes did, where they have an `undo`. */
  onFailure: z.enum(["keep", "undo"]).default("keep"),
});
export type PipelineSettings = z.output<typeof settingsSchema>;

/**
 * The one form of a pipeline, the same in JSON and YAML. It only says that the parts are well formed;
 * `validateDefinition` says whether they fit together.
 */
export const pipelineDefinitionSchema = z.strictObject({
  name: z.string().min(1).max(200),
  description: z.string().max(10_000).optional(),
  variables: z.record(fieldNameSchema, variableSchema).default({}),
  settings: settingsSchema.prefault({}),
  nodes: z.array(nodeDefinitionSchema),
  edges: z.array(edgeSchema).default([]),
  /** What starts it by itself once it is published. */
  triggers: z.array(triggerSchema).max(maxTriggers).optional(),
  /** Shown only in the drawing; runs ignore them. */
  notes: z.array(noteSchema).max(maxMarks).optional(),
  groups: z.array(groupSchema).max(maxMarks).optional(),
});

/** A well-formed definition with its defaults filled in. */
export type PipelineDefinition = z.output<typeof pipelineDefinitionSchema>;
/** What an author may write. */
export type PipelineDefinitionInput = z.input<typeof pipelineDefinitionSchema>;
