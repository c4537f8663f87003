import { z } from "zod";
import { pipelineIdSchema, pipelineVersionIdSchema, userIdSchema } from "#core/ids.ts";
import { runOrders } from "#core/run/run-order.ts";
import { listRuns } from "#server/services/runs/reading/list-runs.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { textSchema } from "#server/trpc/text-schema.ts";
import { listedKindSchema, runStatusSchema, runSummarySchema, treeSchema } from "./run-schema.ts";

/** Micros of USD. */
const costSchema = z.number().int().min(0).max(1_000_000_000_000).nullable().default(null);

const inputSchema = z
  .strictObject({
    pipelineId: pipelineIdSchema.nullable().default(null),
    /**
     * Only runs of this version, `versionId` of a run: a published one, a draft as it was when it ran, or a rehearsal.
     */
    versionId: pipelineVersionIdSchema.nullable().default(null),
    statuses: z.array(runStatusSchema).min(1).nullable().default(null),
    /** The person who started them, also through a token. */
    startedBy: userIdSchema.nullable().default(null),
    /** What started them: a person (`manual`), a token (`api`), a fork, or a trigger. */
    triggerKinds: z.array(listedKindSchema).min(1).nullable().default(null),
    /** Only runs made within this many seconds before now. */
    withinSeconds: z
      .number()
      .int()
      .min(1)
      .max(366 * 86_400)
      .nullable()
      .default(null),
    /** Only ended runs that cost at least this, with all their descendants; micros of USD. */
    costFromMicros: costSchema,
    /** Likewise: at most this. */
    costToMicros: costSchema,
    /** Part of the pipeline's name, or four or more characters of the run's id: its beginning or its end. */
    text: textSchema(200).nullable().default(null),
    /**
     * A text in their inputs or outputs: at most 5,000 runs that match the rest of the filter are searched per page.
     */
    content: textSchema(200).nullable().default(null),
    /** The orders by duration and cost include only ended runs. */
    order: z.enum(runOrders).default("newest"),
    /** `nextCursor` of the previous page, in the same order. */
    cursor: z.string().max(60).nullable().default(null),
    limit: z.number().int().min(1).max(200).default(50),
  })
  .refine(({ costFromMicros, costToMicros }) => (costFromMicros ?? 0) <= (costToMicros ?? Infinity), {
    path: ["costToMicros"],
    message: "is less than costFromMicros",
  })
  .prefault({});

/** A run in a list, with who started it. */
const listedRunSchema = runSummarySchema.extend({
  /** The person who started it, also through a token. Null: nobody. */
  startedByName: z.string().nullable(),
  tokenName: z.string().nullable(),
  /** The totals of the run and all its descendants. Null where it has started no run. */
  tree: treeSchema.nullable(),
});

const outputSchema = z.object({
  runs: z.array(listedRunSchema).readonly(),
  nextCursor: z.string().nullable(),
  /** On all pages. Null: more than a thousand, or content was searched. */
  total: z.number().nullable(),
  /** How many runs were searched for content. Null: no content search. */
  looked: z.number().nullable(),
});

export const listRunsProcedure = workspaceProcedure("runs.read")
  .input(inputSchema)
  .output(outputSchema)
  .query(({ ctx, input }) => listRuns(ctx.service, input));
