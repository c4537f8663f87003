import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/trpc/root.ts";

/** The outputs of procedures: `RouterOutputs["runs"]["get"]`. */
export type RouterOutputs = inferRouterOutputs<AppRouter>;
/** The inputs of procedures. */
export type RouterInputs = inferRouterInputs<AppRouter>;
