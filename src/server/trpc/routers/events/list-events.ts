import { z } from "zod";
import { pipelineIdSchema, runIdSchema } from "#core/ids.ts";
import { eventNameSchema } from "#core/nodes/fields/names.ts";
import { listEvents } from "#server/services/triggers/list-events.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { firingSchema } from "../triggers/trigger-schema.ts";

const inputSchema = z.strictObject({
  name: eventNameSchema.nullable().default(null),
  cursor: z.uuid().nullable().default(null),
  limit: z.number().int().min(1).max(200).default(50),
});

/** What an event did at one trigger; without a run, `reason` says why. */
const eventFiringSchema = z.object({
  pipelineId: pipelineIdSchema,
  pipelineName: z.string(),
  triggerId: z.string(),
  outcome: firingSchema.shape.outcome,
  reason: z.string().nullable(),
  runId: runIdSchema.nullable(),
});

const eventPlaceSchema = z.object({ pipelineName: z.string(), runId: runIdSchema, nodeId: z.string() });

const eventSchema = z.object({
  eventId: z.uuid(),
  /** The sender's own id. Null where it gave none, and for an event from a node. */
  id: z.string().nullable(),
  name: z.string(),
  /** Milliseconds since the epoch. */
  receivedAtMs: z.number(),
  /** The node that sent it. Null: a person or a program did. */
  sentBy: eventPlaceSchema.nullable(),
  /** How many triggers and waits it matched. */
  matched: z.number(),
  firings: z.array(eventFiringSchema).readonly(),
  /** The first twenty of the waits that it ended. */
  waits: z.array(eventPlaceSchema).readonly(),
});

export const listEventsProcedure = workspaceProcedure("triggers.read")
  .input(inputSchema)
  .output(z.object({ events: z.array(eventSchema).readonly(), nextCursor: z.uuid().nullable() }))
  .query(({ ctx, input }) => listEvents(ctx.service, input));
