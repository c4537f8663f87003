import { z } from "zod";
import { jsonObjectSchema, jsonSchema } from "#core/json/json.ts";
import { mappingSchema } from "./mapping.ts";
import { definitionIdSchema } from "./names.ts";

const day = 86_400_000;

/** The most that `limits.outputBytes` may allow. */
export const maxOutputBytes = 16_777_216;

/** The default size limit of an agent's or an action's output: 1 MB. */
export const defaultOutputBytes = 1_048_576;

/** How often a node may be retried. */
export const maxRetries = 20;

/** The pipeline's settings, overridden for one node. Absent fields keep the pipeline's. */
const nodeRetrySchema = z.strictObject({
  maxRetries: z.number().int().min(0).max(maxRetries).optional(),
  backoffBaseMs: z.number().int().min(0).max(day).optional(),
  backoffMaxMs: z.number().int().min(0).max(day).optional(),
});

/** Spending more than this fails the node. */
const nodeLimitsSchema = z.strictObject({
  outputBytes: z.number().int().min(1).max(maxOutputBytes).optional(),
  costMicros: z.number().int().min(0).optional(),
});

/**
 * What a node's failure does after its retries: end its branch, continue with a fallback, or take the `error` edges.
 */
const onErrorSchema = z.enum(["fail", "continue", "branch"]);
export type OnError = z.infer<typeof onErrorSchema>;

const coordinate = z.number().min(-1_000_000).max(1_000_000);

export const positionSchema = z.strictObject({ x: coordinate, y: coordinate });

/** The fields that every node has, whatever its type. */
export const nodeFields = {
  id: definitionIdSchema,
  name: z.string().min(1).max(200),
  /** The position of its upper left corner in the drawing, in pixels; used if every node has one. */
  position: positionSchema.optional(),
  /** The nodes after it, as other systems write them: `validateDefinition` converts them to edges. */
  next: z.array(z.string().max(200)).max(1_000).optional(),
  /** Replaces the node's input; sees the unmapped one as `input`. */
  input: mappingSchema.optional(),
  /** Replaces the node's output; sees the raw one as `output`. */
  output: mappingSchema.optional(),
  /** JSON Schema that the output must match. */
  outputSchema: jsonObjectSchema.optional(),
  timeoutMs: z.number().int().min(1).max(day).optional(),
  retry: nodeRetrySchema.optional(),
  onError: onErrorSchema.default("fail"),
  /** The output of a failed node with `onError: continue`; null if absent. */
  fallbackOutput: jsonSchema.optional(),
  limits: nodeLimitsSchema.optional(),
};
