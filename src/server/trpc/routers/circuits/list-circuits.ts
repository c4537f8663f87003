import { z } from "zod";
import { errorInfoSchema } from "#core/errors.ts";
import { providerKeyIdSchema, runIdSchema } from "#core/ids.ts";
import { providerNameSchema } from "#core/model/model-ref-schema.ts";
import { listCircuits } from "#server/services/circuits/list-circuits.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

/** Of one model behind one key; times are milliseconds since the epoch. */
const circuitSchema = z.object({
  provider: providerNameSchema,
  model: z.string(),
  /** Null: the sandbox. */
  keyId: providerKeyIdSchema.nullable(),
  keyLabel: z.string().nullable(),
  state: z.enum(["closed", "open", "probing"]),
  /** When it opened, or since when it is closed again. Null: it has never been open. */
  sinceMs: z.number().nullable(),
  failures: z.number(),
  nextProbeAtMs: z.number().nullable(),
  probeRunId: runIdSchema.nullable(),
  lastError: errorInfoSchema.nullable(),
  lastErrorAtMs: z.number().nullable(),
});

export const listCircuitsProcedure = workspaceProcedure("keys.read")
  .output(z.object({ circuits: z.array(circuitSchema).readonly() }))
  .query(async ({ ctx }) => ({ circuits: await listCircuits(ctx.service) }));
