import type { RunId } from "#core/ids.ts";
import { pipelineOrders } from "#core/pipeline/pipeline-order.ts";
import { costGroups, dayOf } from "#core/pricing/cost-groups.ts";
import { runOrders } from "#core/run/run-order.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { breakDownCosts } from "#server/services/costs/break-down-costs.ts";
import { summarizeCosts } from "#server/services/costs/summarize-costs.ts";
import { listPipelines } from "#server/services/pipelines/list-pipelines.ts";
import { getRun } from "#server/services/runs/get-run.ts";
import { type ListRunsInput, listRuns } from "#server/services/runs/list-runs.ts";
import type { Seeded } from "./seed.ts";

/** Something that a page or a program asks for; each time it is asked, it may be about something else. */
export interface Question {
  readonly what: string;
  readonly ask: () => Promise<unknown>;
}

const dayMs = 86_400_000;

const everyRun: ListRunsInput = {
  pipelineId: null,
  statuses: null,
  startedBy: null,
  triggerKinds: null,
  withinSeconds: null,
  text: null,
  order: "newest",
  cursor: null,
  limit: 50,
};

/** All that is asked of a million runs; `runIds` are some of them from anywhere, whole ones among the newest. */
export function questionsOf(
  context: ServiceContext,
  seeded: Seeded,
  runIds: { readonly any: readonly RunId[]; readonly whole: readonly RunId[] },
): readonly Question[] {
  return [
    ...listQuestions(context, seeded),
    ...textQuestions(context, runIds.any),
    ...costQuestions(context),
    ...pipelineQuestions(context),
    ...homeQuestions(context),
    { what: "runs.get, a run with its nodes", ask: () => getRun(context, { runId: oneOf(runIds.any) }) },
    {
      what: "runs.get, with attempts and artifacts",
      ask: () => getRun(context, { runId: oneOf(runIds.whole) }),
    },
  ];
}

/** Every order with every filter, and a page far down. */
function listQuestions(context: ServiceContext, seeded: Seeded): readonly Question[] {
  const filters: readonly (readonly [string, Partial<ListRunsInput>])[] = [
    ["all", {}],
    ["failed", { statuses: ["failed"] }],
    ["a rare status", { statuses: ["timeout"] }],
    ["a status of which there are none", { statuses: ["waiting"] }],
    ["a busy pipeline", { pipelineId: seeded.busyPipeline }],
    ["a quiet pipeline", { pipelineId: seeded.quietPipeline }],
    ["failed, a busy pipeline", { pipelineId: seeded.busyPipeline, statuses: ["failed"] }],
    ["a rare status, a quiet pipeline", { pipelineId: seeded.quietPipeline, statuses: ["timeout"] }],
    ["by hand", { triggerKinds: ["manual"] }],
    ["by an event, of which there are none", { triggerKinds: ["event"] }],
    ["by a person", { startedBy: context.actor.userId }],
    ["of a day", { withinSeconds: dayMs / 1_000 }],
  ];
  return runOrders.flatMap((order) => [
    ...filters.map(([name, filter]) => ({
      what: `runs.list, ${order}, ${name}`,
      ask: () => listRuns(context, { ...everyRun, ...filter, order }),
    })),
    deepPage(context, order),
  ]);
}

/** Page after page, as somebody who goes on and on. */
function deepPage(context: ServiceContext, order: ListRunsInput["order"]): Question {
  let cursor: string | null = null;
  return {
    what: `runs.list, ${order}, page after page`,
    ask: async () => {
      cursor = (await listRuns(context, { ...everyRun, order, cursor, limit: 200 })).nextCursor;
    },
  };
}

function textQuestions(context: ServiceContext, runIds: readonly RunId[]): readonly Question[] {
  const texts: readonly (readonly [string, () => string])[] = [
    ["a word of a hundred pipelines' names", () => "digest"],
    ["the name of one", () => "Tide report 103"],
    ["what no name has", () => "nothing of the kind"],
    ["the end of an id", () => oneOf(runIds).slice(-6)],
    ["the beginning of an id", () => oneOf(runIds).slice(0, 12)],
    ["a whole id", () => oneOf(runIds)],
    ["an end that no id has", () => "zzzz"],
    ["four digits", () => "0000"],
  ];
  return texts.flatMap(([name, text]) =>
    runOrders.map((order) => ({
      what: `runs.list, ${order}, text: ${name}`,
      ask: () => listRuns(context, { ...everyRun, order, text: text() }),
    })),
  );
}

/** A page in each order, and all of them at once, as a list to choose from has them. */
function pipelineQuestions(context: ServiceContext): readonly Question[] {
  const page = { withArchived: false, lastRuns: 12, text: null, cursor: null, limit: 50 } as const;
  return [
    ...pipelineOrders.map((order) => ({
      what: `pipelines.list, ${order}, a page with the last 12 runs of each`,
      ask: () => listPipelines(context, { ...page, order }),
    })),
    {
      what: "pipelines.list, all",
      ask: () => listPipelines(context, { ...page, order: "changed", lastRuns: 0, limit: null }),
    },
  ];
}

function costQuestions(context: ServiceContext): readonly Question[] {
  const spans: readonly (readonly [string, number])[] = [
    ["a day", 1],
    ["30 days", 30],
    ["a year", 365],
  ];
  return spans.flatMap(([name, days]) => {
    const endMs = (Math.floor(Date.now() / dayMs) + 1) * dayMs;
    const sum = (untilMs: number) => () =>
      summarizeCosts(context, { sinceMs: untilMs - days * dayMs, untilMs });
    return [
      { what: `costs.summary, ${name}`, ask: sum(endMs) },
      { what: `costs.summary, ${name} that does not begin with a day`, ask: sum(endMs - dayMs / 3) },
      ...breakdownQuestions(context, name, {
        firstDay: dayOf(endMs - days * dayMs),
        lastDay: dayOf(endMs - 1),
      }),
    ];
  });
}

/** What the page of costs asks for, by everything that it can be told apart by. */
function breakdownQuestions(
  context: ServiceContext,
  name: string,
  span: { readonly firstDay: string; readonly lastDay: string },
): readonly Question[] {
  return costGroups.map((by) => ({
    what: `costs.breakdown, ${name}, by ${by}`,
    ask: () => breakDownCosts(context, { ...span, by, pipelineId: null }),
  }));
}

/** What the home page asks for beside its 30 days of costs. */
function homeQuestions(context: ServiceContext): readonly Question[] {
  const week = { withinSeconds: (7 * dayMs) / 1_000, limit: 8 };
  return [
    {
      what: "home: what is running now",
      ask: () => listRuns(context, { ...everyRun, statuses: ["pending", "running", "waiting"], limit: 8 }),
    },
    {
      what: "home: what has failed lately",
      ask: () => listRuns(context, { ...everyRun, ...week, statuses: ["failed", "timeout"] }),
    },
  ];
}

function oneOf<Item>(items: readonly Item[]): Item {
  const item = items[Math.floor(Math.random() * items.length)];
  if (item === undefined) throw new Error("There is nothing to choose from.");
  return item;
}
