import type { Json } from "#core/json/json.ts";
import { compilePlan, type Plan } from "#core/pipeline/plan/plan.ts";
import { validateDefinition } from "#core/pipeline/validate.ts";
import type { PriceOverrides } from "#core/pricing/find-price.ts";
import { estimateCost } from "#core/run/estimate/estimate-cost.ts";
import { type JudgeQuestion, judgeDefinition } from "#core/run/test-set/judge/question.ts";
import { withTenant } from "#server/db/driver/with-tenant.ts";
import { readPriceOverrides } from "#server/db/prices/model-price-store.ts";
import { authorize } from "#server/services/authorize.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { type PlayInput, playCases, readSetToPlay } from "../play-cases.ts";
import { inputOf, type QuestionToAsk, questionsToAsk } from "./questions-to-ask.ts";

/** What asking the judges of a set would cost. Money is micros of USD. */
export interface JudgingPlan {
  /** How many verdicts are missing. */
  readonly questions: number;
  /** The models that would be called, without duplicates. */
  readonly models: readonly string[];
  /** The maximum cost if each judge answers at the first attempt. */
  readonly onceMicros: number;
  /** The maximum cost if every attempt is needed. */
  readonly everyTryMicros: number;
  /** The same as `onceMicros` for the sandbox, in its play money. */
  readonly playMicros: number;
  /** Models with an unknown price: they are not in the sums. */
  readonly unpricedModels: readonly string[];
}

/**
 * Which verdicts of a set are missing and what asking for them may cost. Asks nobody.
 * @throws AppError FORBIDDEN, NOT_FOUND, INVALID_DEFINITION for a draft with errors, PAYLOAD_TOO_LARGE.
 */
export async function planJudging(context: ServiceContext, input: PlayInput): Promise<JudgingPlan> {
  authorize(context, "pipelines.read");
  authorize(context, "runs.read");
  const { workspaceId } = context.actor;
  const { set, prices } = await withTenant(context.db, workspaceId, async (tx) => ({
    set: await readSetToPlay(tx, workspaceId, input),
    prices: await readPriceOverrides(tx, workspaceId),
  }));
  return priceOf(questionsToAsk(await playCases(set)), prices);
}

function priceOf(questions: readonly QuestionToAsk[], prices: PriceOverrides): JudgingPlan {
  const estimates = questions.map(({ question }) =>
    estimateCost(judgePlan(question), { input: inputOf(question), variables: {} }, prices),
  );
  const sum = (field: "onceMicros" | "everyTryMicros" | "playMicros") =>
    estimates.reduce((total, estimate) => total + estimate[field], 0);
  return {
    questions: questions.length,
    models: [...new Set(questions.map(({ question }) => question.model))],
    onceMicros: sum("onceMicros"),
    everyTryMicros: sum("everyTryMicros"),
    playMicros: sum("playMicros"),
    unpricedModels: [...new Set(estimates.flatMap(({ unpricedModels }) => unpricedModels))],
  };
}

/** A judge as it would run. */
export function judgePlan(question: Pick<JudgeQuestion, "model" | "asksFor">): Plan {
  const valid = validateDefinition(JSON.parse(JSON.stringify(judgeDefinition(question))) as Json);
  if (!valid.ok) throw new Error(valid.problems.map(({ message }) => message).join(" "));
  return compilePlan(valid.definition, []);
}
