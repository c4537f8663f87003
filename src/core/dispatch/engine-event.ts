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
 * One node run that is ready, and those `beside` it that its worker runs along with it. Every node that calls a model
 * has a `throttleKey`: starts with the same key are throttled together. On an Inngest server all events without a value
 * would share one throttle, across all workspaces.
 */
export type NodeReadyData = z.infer<typeof nodeReady>;

/** "Make sure that this run continues": safe to send at any time, any number of times. */
export type RunRequestedData = z.infer<typeof runRequested>;

/** Branded on both sides: a sender must hold real ids, a plain string does not compile. */
export const nodeReadyDataSchema = nodeReady as unknown as z.ZodType<NodeReadyData, NodeReadyData>;
export const runRequestedDataSchema = runRequested as unknown as z.ZodType<
  RunRequestedData,
  RunRequestedData
>;

/** The names of all events that start functions of an engine. They carry ids only, never content. */
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
  /** The version of the data's schema, where its sender gives one; passed on unchanged. */
  readonly v?: string | undefined;
}
