import { z } from "zod";
import { testSetIdSchema } from "#core/ids.ts";
import { playTestSet } from "#server/services/test-sets/play-test-set.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";
import { playedCaseSchema } from "./test-set-schema.ts";

const versionSchema = z.number().int().positive();

const inputSchema = z.strictObject({
  setId: testSetIdSchema,
  version: z.union([versionSchema, z.literal("draft")]).default("draft"),
  /** A published version to compare with; null: none. */
  baseline: versionSchema.nullable().default(null),
});

export const playTestSetProcedure = workspaceProcedure("pipelines.read")
  .input(inputSchema)
  .output(z.object({ cases: z.array(playedCaseSchema) }))
  .query(async ({ ctx, input }) => ({
    cases: (await playTestSet(ctx.service, input)).map(({ reasons, baseline, ...played }) => ({
      ...played,
      reasons: [...reasons],
      baseline: baseline === null ? null : { ...baseline, reasons: [...baseline.reasons] },
    })),
  }));
