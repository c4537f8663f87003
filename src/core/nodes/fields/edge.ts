import { z } from "zod";
import { branchLabelSchema, definitionIdSchema } from "./names.ts";

/** An arrow; `condition` names the branch of its source. YAML's bare `true` is read as the label. */
export const edgeSchema = z.strictObject({
  id: definitionIdSchema,
  from: z.string().max(200),
  to: z.string().max(200),
  condition: z.union([branchLabelSchema, z.boolean().transform(String)]).optional(),
});
export type EdgeDefinition = z.output<typeof edgeSchema>;
