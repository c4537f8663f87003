import { z } from "zod";
import type { Json } from "#core/json/json.ts";
import { sandboxFaults } from "#core/model/sandbox-faults.ts";

/** The trouble that one node meets in a rehearsal. */
const plannedFaultSchema = z
  .strictObject({
    /** If left out, nothing fails, it only takes its time. */
    fault: z.enum(sandboxFaults).optional(),
    /** How many of the node's first attempts meet it. */
    times: z.union([z.literal("always"), z.number().int().min(1).max(1_000)]).optional(),
    /** Pieces of the answer that are sent before it. */
    after: z.number().int().min(0).max(100_000).optional(),
    /** The delay that a 429 or 529 asks for. */
    retryAfterSeconds: z.number().int().min(0).max(1_000_000).optional(),
    /** Milliseconds per piece of the answer. */
    paceMs: z.number().int().min(0).max(60_000).optional(),
    /** Milliseconds of silence before the answer. */
    thinkMs: z.number().int().min(0).max(3_600_000).optional(),
  })
  .superRefine((planned, context) => {
    if (Object.keys(planned).length === 0) {
      context.addIssue({ code: "custom", message: "must name a fault, a pace or a time to think" });
    }
    for (const field of ["times", "after", "retryAfterSeconds"] as const) {
      if (planned.fault !== undefined || planned[field] === undefined) continue;
      context.addIssue({
        code: "custom",
        path: [field],
        message: "describes a fault, but there is none",
      });
    }
    if (planned.retryAfterSeconds !== undefined && planned.fault !== "429" && planned.fault !== "529") {
      context.addIssue({
        code: "custom",
        path: ["retryAfterSeconds"],
        message: "is only used with 429 and 529",
      });
    }
  });
export type PlannedFault = z.output<typeof plannedFaultSchema>;

/** Which nodes meet which trouble, by id. Empty: none, but all models are the sandbox's. */
export const faultPlanSchema = z.record(z.string().min(1).max(200), plannedFaultSchema);
export type FaultPlan = z.output<typeof faultPlanSchema>;

/** A plan as JSON, which it is: its type only has optional fields. */
export function planAsJson(plan: FaultPlan): Json {
  return plan as unknown as Json;
}
