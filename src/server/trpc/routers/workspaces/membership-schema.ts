import { z } from "zod";
import { workspaceIdSchema } from "#core/ids.ts";
import { roleSchema } from "#core/policy/role-schema.ts";

/** A workspace with the caller's role. */
export const membershipSchema = z.object({
  id: workspaceIdSchema,
  name: z.string(),
  slug: z.string(),
  isDemo: z.boolean(),
  createdAtMs: z.number(),
  role: roleSchema,
});
