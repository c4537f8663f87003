import type { inferRouterInputs, inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "#server/trpc/root.ts";

/** What procedures answer: `RouterOutputs["runs"]["get"]`. */
export type RouterOutputs = inferRouterOutputs<AppRouter>;
/** What they are asked. */
export type RouterInputs = inferRouterInputs<AppRouter>;
