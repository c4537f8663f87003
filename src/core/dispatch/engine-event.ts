import { z } from "zod";
import { providerKeyIdSchema, runIdSchema, workspaceIdSchema } from "#core/ids.ts";
import type { JsonObject } from "#core/json/json.ts";

const nodeReady = z.object({
  workspaceId: workspaceIdSchema,
  runId: runIdSchema,
  nodeId: z.string(),
  beside: z.array(z.object({ nodeId: z.string() })).optional(),
  providerKeyId: providerKeyIdSchema.optional(),
  throttleKey: z.string().optional(),
});
const runRequested = z.object({ workspaceId: workspaceIdSchema, runId: runIdSchema });

/**
 * One node run that may be worked on, and those `beside` it that whoever takes it carries along. `throttleKey` is there
 * for nodes that call a model, always: what their starts are spaced by. On an Inngest server all events without a value
 * would share one throttle, of all workspaces together.
 */
export type NodeReadyData = z.infer<typeof nodeReady>;

/** "Make sure this run goes on": safe to say at any time, any number of times. */
export type RunRequestedData = z.infer<typeof runRequested>;

/** Branded on both sides: a sender must hold real ids, a plain string does not compile. */
export const nodeReadyDataSchema = nodeReady as unknown as z.ZodType<NodeReadyData, NodeReadyData>;
export const runRequestedDataSchema = runRequested as unknown as z.ZodType<
  RunRequestedData,
  RunRequestedData
>;

/** The names of all events between the book and the engine. They carry ids only, never content. */
export const engineEventNames = {
  agentReady: "pipeline/agent.ready",
  nodeReady: "pipeline/node.ready",
  runRequested: "pipeline/run.requested",
} as const;

/** An event as it is handed to an engine. */
export interface EngineEvent {
  /** The sender's own id: as long as an event with this id waits or runs, a second one changes nothing. */
  readonly id: string;
  readonly name: string;
  readonly data: JsonObject;
  /** Milliseconds since the epoch; a time in the future delays the start. */
  readonly ts: number;
  /** The version of the data's schema, where its sender gives one; handed on as it is. */
  readonly v?: string | undefined;
}
