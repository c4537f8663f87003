import { costGroups, dayOf } from "#core/pricing/cost-groups.ts";
import { listBudgets } from "#server/services/budgets/list-budgets.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { breakDownCosts } from "#server/services/costs/break-down-costs.ts";
import { expectRunCost } from "#server/services/costs/expect-run-cost.ts";
import { listPastCosts } from "#server/services/costs/list-past-costs.ts";
import { summarizeCosts } from "#server/services/costs/summarize-costs.ts";
import { dayMs, oneOf, type Question, type QuestionSubjects } from "./question.ts";

/** Queries about money: costs in every grouping, and budgets. */
export function moneyQuestions(context: ServiceContext, asked: QuestionSubjects): readonly Question[] {
  const spans: readonly (readonly [string, number])[] = [
    ["a day", 1],
    ["30 days", 30],
    ["a year", 365],
  ];
  return [
    ...spans.flatMap(([name, days]) => costQuestions(context, asked, name, days)),
    {
      what: "costs.past, a busy pipeline",
      ask: () => listPastCosts(context, { pipelineId: asked.busyPipeline }),
    },
    {
      what: "costs.expected, of a run",
      ask: () => expectRunCost(context, { runId: oneOf(asked.wholeRuns) }),
    },
    { what: "budgets.list, with what is held and spent", ask: () => listBudgets(context) },
  ];
}

function costQuestions(
  context: ServiceContext,
  { busyPipeline }: QuestionSubjects,
  name: string,
  days: number,
): readonly Question[] {
  const endMs = (Math.floor(Date.now() / dayMs) + 1) * dayMs;
  const sum = (untilMs: number) => () =>
    summarizeCosts(context, { sinceMs: untilMs - days * dayMs, untilMs });
  const span = { firstDay: dayOf(endMs - days * dayMs), lastDay: dayOf(endMs - 1) };
  return [
    { what: `costs.summary, ${name}`, ask: sum(endMs) },
    { what: `costs.summary, ${name} that does not begin with a day`, ask: sum(endMs - dayMs / 3) },
    ...costGroups.flatMap((by) => [
      {
        what: `costs.breakdown, ${name}, by ${by}`,
        ask: () => breakDownCosts(context, { ...span, by, pipelineId: null }),
      },
      {
        what: `costs.breakdown, ${name}, by ${by}, a busy pipeline`,
        ask: () => breakDownCosts(context, { ...span, by, pipelineId: busyPipeline }),
      },
    ]),
  ];
}
