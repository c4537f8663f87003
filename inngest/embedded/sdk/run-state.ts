import { z } from "zod";
import { jsonObjectSchema } from "#core/json/json.ts";

/** Extra keys would make the SDK read the whole object as the step's data. */
const stepStateSchema = z.union([
  z.strictObject({ data: z.unknown() }),
  z.strictObject({ error: z.unknown() }),
]);

const pendingSchema = z.object({
  kind: z.enum(["call", "sleep"]),
  /** `step` asks the function what comes next; otherwise the hashed id of one step. */
  target: z.string(),
  /** Tries that have failed so far. */
  attempt: z.number().int().nonnegative(),
  /** Milliseconds since the epoch. */
  dueAtMs: z.number(),
  /** The function continues as soon as this one is done, without waiting for the steps beside it. */
  race: z.boolean().optional(),
});

const runStateSchema = z.object({
  /** The protocol's request version; -1 until the SDK has chosen. */
  version: z.number().int(),
  steps: z.record(z.string(), stepStateSchema),
  /** Ids of finished steps in the order they finished. */
  stack: z.array(z.string()),
  pending: z.array(pendingSchema),
});

export const engineEventSchema = z.object({
  id: z.string(),
  name: z.string(),
  data: jsonObjectSchema,
  ts: z.number(),
  v: z.string().optional(),
});

/** The payload of a `penstock/function` job: a run that starts, or one that continues where it left off. */
export const functionJobSchema = z.object({
  functionId: z.string(),
  runId: z.string(),
  event: engineEventSchema,
  state: runStateSchema.optional(),
});

export type StepState = z.infer<typeof stepStateSchema>;
export type Pending = z.infer<typeof pendingSchema>;
export type FunctionRunState = z.infer<typeof runStateSchema>;
export type FunctionJob = z.infer<typeof functionJobSchema>;

/** The target that asks a function what comes next. */
export const discovery = "step";

export function newRunState(nowMs: number): FunctionRunState {
  return {
    version: -1,
    steps: {},
    stack: [],
    pending: [{ kind: "call", target: discovery, attempt: 0, dueAtMs: nowMs }],
  };
}
