import { z } from "zod";
import { providerKeyIdSchema } from "#core/ids.ts";
import { parseModelRef } from "#core/model/model-ref.ts";
import { modelRefSchema } from "#core/model/model-ref-schema.ts";
import { resetCircuit } from "#server/services/circuits/reset-circuit.ts";
import { workspaceProcedure } from "#server/trpc/procedures.ts";

/** `model` is `provider/model`; `keyId` is absent for the sandbox. */
const inputSchema = z.strictObject({
  model: modelRefSchema,
  keyId: providerKeyIdSchema.nullable().default(null),
});

export const resetCircuitProcedure = workspaceProcedure("keys.own")
  .input(inputSchema)
  .output(z.void())
  .mutation(({ ctx, input }) =>
    resetCircuit(ctx.service, { model: parseModelRef(input.model), keyId: input.keyId }),
  );
