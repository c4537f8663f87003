import { z } from "zod";
import { budgetIdSchema, pipelineIdSchema, providerKeyIdSchema, userIdSchema } from "#core/ids.ts";
import { budgetPeriods, budgetScopes, budgetStates, onLimitWords } from "#core/pricing/budget.ts";

export const budgetSubjectSchema = z.union([
  z.literal("workspace"),
  z.strictObject({ pipelineId: pipelineIdSchema }),
  z.strictObject({ keyId: providerKeyIdSchema }),
  z.strictObject({ memberId: userIdSchema }),
]);

const limitMicrosSchema = z.number().int().min(0).max(1_000_000_000_000);
const warnAtSchema = z
  .number()
  .min(0.01)
  .max(1)
  .refine((share) => Math.abs(share * 100 - Math.round(share * 100)) < 1e-9, "must be in hundredths")
  .nullable();
const onLimitSchema = z.enum(onLimitWords);

export const limitFields = {
  /** Micros of USD: 1,000,000 are a dollar. */
  limitMicros: limitMicrosSchema,
  /** People are warned at this share of the limit, in hundredths. Null: no warning. */
  warnAt: warnAtSchema.default(null),
  /** What happens to a call that does not fit: its node fails, or it waits until there is room. */
  onLimit: onLimitSchema.default("fail"),
};

/** Absent fields stay as they are, so raising a limit does not fail the calls that wait for that. */
export const limitChangeFields = {
  limitMicros: limitMicrosSchema.optional(),
  warnAt: warnAtSchema.optional(),
  onLimit: onLimitSchema.optional(),
};

/** The share as the database stores it. */
export function toPercent(warnAt: number | null): number | null {
  return warnAt === null ? null : Math.round(warnAt * 100);
}

export const budgetSchema = z.object({
  id: budgetIdSchema,
  scope: z.enum(budgetScopes),
  pipelineId: pipelineIdSchema.nullable(),
  keyId: providerKeyIdSchema.nullable(),
  memberId: userIdSchema.nullable(),
  name: z.string().nullable(),
  per: z.enum(budgetPeriods),
  timezone: z.string(),
  limitMicros: z.number(),
  warnAt: z.number().nullable(),
  onLimit: z.enum(onLimitWords),
  createdAtMs: z.number(),
  state: z.enum(budgetStates),
  /** Calls that wait until this budget has room for them. */
  waitingCalls: z.number(),
  /** The part of them that continues only if the limit is raised or the budget removed: time alone makes no room. */
  raiseCalls: z.number(),
  window: z
    .object({
      startsAtMs: z.number(),
      endsAtMs: z.number(),
      reservedMicros: z.number(),
      settledMicros: z.number(),
    })
    .nullable(),
  /** The expected spending by the end of the day or month. Null: too little data. */
  forecast: z
    .object({
      /** As if there were no limit. */
      forecastMicros: z.number(),
      /** When the limit is reached. Null: not in this day or month. */
      reachedAtMs: z.number().nullable(),
    })
    .nullable(),
});
