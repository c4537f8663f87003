import { z } from "zod";
import { errorInfoSchema } from "#core/errors.ts";
import { jsonSchema } from "#core/json/json.ts";
import { totalsSchema } from "#core/model/usage.ts";

const node = { nodeId: z.string(), iteration: z.number().int().nonnegative() };
const attempt = { attempt: z.number().int().positive() };

/**
 * The lines of a run's log. Every live view is a fold over them. A cancelled node run has no line of its own: the line
 * that ends the run names all that were cancelled with it. Outputs are not stored in the log: the reader joins them
 * from the node run.
 */
const newRunEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("run.started") }),
  z.object({ type: z.literal("run.completed"), totals: totalsSchema.optional() }),
  z.object({ type: z.literal("run.failed"), error: errorInfoSchema, totals: totalsSchema.optional() }),
  z.object({
    type: z.literal("run.cancelled"),
    reason: z.string(),
    cancelledNodes: z.array(z.string()),
    totals: totalsSchema.optional(),
  }),
  z.object({
    type: z.literal("run.timeout"),
    error: errorInfoSchema,
    cancelledNodes: z.array(z.string()),
    totals: totalsSchema.optional(),
  }),
  z.object({
    type: z.literal("node.started"),
    ...node,
    ...attempt,
    /** The model that this attempt asks, as `provider/model`; absent for nodes that ask none. */
    model: z.string().optional(),
  }),
  /** Text of one attempt, in order; a later attempt's text replaces it. */
  z.object({ type: z.literal("node.delta"), ...node, ...attempt, text: z.string() }),
  z.object({
    type: z.literal("node.completed"),
    ...node,
    /** Joined when the log is read. */
    output: jsonSchema.optional(),
    /** It has an output that is not joined here, because of its size. */
    outputLeftOut: z.literal(true).optional(),
    branch: z.string().optional(),
    /** Why the model stopped, where that is not the usual reason: `max_tokens`, or a vendor's own word. */
    stop: z.string().optional(),
    /** Taken over from the run this one was forked from: nothing was called or paid. */
    reused: z.boolean().optional(),
    totals: totalsSchema.optional(),
  }),
  z.object({
    type: z.literal("node.failed"),
    ...node,
    error: errorInfoSchema,
    /** The node's own `onError` caught it, the run goes on. */
    handled: z.boolean(),
    /** The way that a failure which was caught goes on: `error`, or the case that a condition falls back to. */
    branch: z.string().optional(),
    totals: totalsSchema.optional(),
  }),
  z.object({ type: z.literal("node.skipped"), ...node }),
  z.object({
    type: z.literal("node.retrying"),
    ...node,
    /** The attempt that failed. */
    ...attempt,
    error: errorInfoSchema,
    /** Milliseconds since the epoch of the next try. */
    retryAtMs: z.number(),
  }),
  z.object({ type: z.literal("node.waiting"), ...node, untilMs: z.number().nullable() }),
  z.object({ type: z.literal("node.resumed"), ...node }),
]);
export type NewRunEvent = z.infer<typeof newRunEventSchema>;
export type RunEventType = NewRunEvent["type"];

/** A line as it is read: numbered per run from 1 without knowing other runs, with the time it was committed under. */
export type RunEvent = NewRunEvent & { readonly seq: number; readonly atMs: number };

/** After one of these nothing follows in a run's log. */
export function isTerminalEvent(event: { readonly type: RunEventType }): boolean {
  return (
    event.type === "run.completed" ||
    event.type === "run.failed" ||
    event.type === "run.cancelled" ||
    event.type === "run.timeout"
  );
}
