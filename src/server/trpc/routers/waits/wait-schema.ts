import { z } from "zod";
import { budgetIdSchema, pipelineIdSchema, runIdSchema, userIdSchema, waitIdSchema } from "#core/ids.ts";
import { roles } from "#core/policy/roles.ts";
import { budgetPeriods, budgetScopes } from "#core/pricing/budget.ts";
import { roomMakers } from "#core/pricing/release-calls.ts";
import { runStatuses } from "#core/run/status.ts";
import { waitEndings, waitKinds } from "#core/waits/words.ts";
import { jsonOutputSchema } from "#server/trpc/json-value-schema.ts";

const voteSchema = z.object({
  userId: userIdSchema,
  address: z.string(),
  choice: z.string(),
  form: jsonOutputSchema,
  atMs: z.number(),
});

/** Times are milliseconds since the epoch, money is micros of USD. */
export const waitSchema = z.object({
  waitId: waitIdSchema,
  runId: runIdSchema,
  nodeId: z.string(),
  kind: z.enum(waitKinds),
  title: z.string(),
  /** Empty for waits that nobody decides. */
  choices: z.array(z.string()).readonly(),
  hasForm: z.boolean(),
  /** Null for waits that nobody decides. Both lists empty: anyone with the permission. */
  deciders: z
    .object({ roles: z.array(z.enum(roles)).readonly(), members: z.array(z.string()).readonly() })
    .nullable(),
  quorum: z.number(),
  noSelfApproval: z.boolean(),
  votes: z.array(voteSchema).readonly(),
  createdAtMs: z.number(),
  /** When it ends by itself. Null: never. */
  deadlineAtMs: z.number().nullable(),
  /** Null while it is open. */
  ending: z.enum(waitEndings).nullable(),
  choice: z.string().nullable(),
  resolvedAtMs: z.number().nullable(),
  resolvedByUserId: userIdSchema.nullable(),
  resolvedByName: z.string().nullable(),
  pipelineId: pipelineIdSchema,
  pipelineName: z.string(),
  runStatus: z.enum(runStatuses),
  startedByUserId: userIdSchema.nullable(),
  startedByName: z.string().nullable(),
  /** Whether the caller may decide it now, and why not. */
  canDecide: z.boolean(),
  whyNot: z.string().nullable(),
  /** The caller's vote, while others must still agree. */
  ownChoice: z.string().nullable(),
  /** For a call that waits for its budgets: `provider/model`, and its maximum cost. */
  model: z.string().nullable(),
  needsMicros: z.number().nullable(),
  /** The budget that such a call waits for, in its current state. Null where nothing holds it back. */
  budget: z
    .object({
      budgetId: budgetIdSchema,
      scope: z.enum(budgetScopes),
      per: z.enum(budgetPeriods),
      name: z.string().nullable(),
      limitMicros: z.number(),
      reservedMicros: z.number(),
      settledMicros: z.number(),
      missingMicros: z.number(),
      endsAtMs: z.number().nullable(),
      /** What lets it continue. `raise`: only people can, by raising the limit or removing the budget. */
      roomBy: z.enum(roomMakers),
    })
    .nullable(),
});

export const decisionSchema = z.object({
  /** The choice that the run continues with: the first one. Null while more people must choose. */
  resolution: z.string().nullable(),
  decidedBy: userIdSchema.nullable(),
  decidedAtMs: z.number().nullable(),
  missing: z.number(),
});

export const waitDetailSchema = waitSchema.extend({
  /** Markdown. Null for waits that nobody decides. */
  shown: z.string().nullable(),
  /** JSON Schema of the form. Null where there is none. */
  form: jsonOutputSchema,
  /** What the run has cost so far. Null: partly unknown. */
  costMicros: z.number().nullable(),
  isSandbox: z.boolean(),
  /** The agent's tool call that it is about. Null where it is about a node of its own. */
  call: z
    .object({
      /** The `seq` of `runs.listSteps`. */
      step: z.number(),
      tool: z.string(),
      effect: z.enum(["read", "write"]),
      input: jsonOutputSchema,
    })
    .nullable(),
  /** What each choice may cost from here on; `atMostMicros` null: unknown. */
  ahead: z
    .array(
      z.object({
        choice: z.string(),
        agents: z.number(),
        atLeastMicros: z.number(),
        atMostMicros: z.number().nullable(),
        isSandbox: z.boolean(),
      }),
    )
    .readonly(),
});
