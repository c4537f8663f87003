import { runOrders } from "#core/run/run-order.ts";
import type { ServiceContext } from "#server/services/context.ts";
import { type ListRunsInput, listRuns } from "#server/services/runs/reading/list-runs.ts";
import { dayMs, newestRuns, oneOf, pageAfterPage, type Question, type QuestionSubjects } from "./question.ts";

type Filter = readonly [string, Partial<ListRunsInput>];

/** The run list: every order with every filter, distant pages, and searches. */
export function listQuestions(context: ServiceContext, asked: QuestionSubjects): readonly Question[] {
  return [
    ...runOrders.flatMap((order) => [
      ...[...filtersOf(context, asked), ...pairsOf(context, asked)].map(([name, filter]) => ({
        what: `runs.list, ${order}, ${name}`,
        ask: () => listRuns(context, { ...newestRuns, ...filter, order }),
      })),
      pageAfterPage(`runs.list, ${order}`, (cursor: string | null) =>
        listRuns(context, { ...newestRuns, order, cursor, limit: 200 }),
      ),
    ]),
    ...textQuestions(context, asked),
    ...contentQuestions(context, asked),
  ];
}

function filtersOf(
  context: ServiceContext,
  { busyPipeline, quietPipeline, versions }: QuestionSubjects,
): readonly Filter[] {
  return [
    ["all", {}],
    ["failed", { statuses: ["failed"] }],
    ["a rare status", { statuses: ["timeout"] }],
    ["a status of which there are none", { statuses: ["waiting"] }],
    ["a busy pipeline", { pipelineId: busyPipeline }],
    ["a quiet pipeline", { pipelineId: quietPipeline }],
    ["the last version of a busy pipeline", { versionId: versions.last }],
    ["its first version", { versionId: versions.first }],
    ["by hand", { triggerKinds: ["manual"] }],
    ["by hand or by the API", { triggerKinds: ["manual", "api"] }],
    ["by webhooks, the last of the order", { triggerKinds: ["webhook"] }],
    ["by an event, of which there are none", { triggerKinds: ["event"] }],
    ["by a person", { startedBy: context.actor.userId }],
    ["of a day", { withinSeconds: dayMs / 1_000 }],
    ["of a cost that half have", { costFromMicros: 45_000 }],
    ["of a cost that hardly any has", { costFromMicros: 89_990 }],
    ["that cost nothing, the last of the order", { costToMicros: 0 }],
  ];
}

/** Pairs of filters of which one alone hardly narrows the search. */
function pairsOf(
  context: ServiceContext,
  { busyPipeline, quietPipeline }: QuestionSubjects,
): readonly Filter[] {
  return [
    ["failed, a busy pipeline", { pipelineId: busyPipeline, statuses: ["failed"] }],
    ["a rare status, a quiet pipeline", { pipelineId: quietPipeline, statuses: ["timeout"] }],
    ["by webhooks, a busy pipeline", { pipelineId: busyPipeline, triggerKinds: ["webhook"] }],
    ["failed, by hand", { statuses: ["failed"], triggerKinds: ["manual"] }],
    ["failed, by a person", { statuses: ["failed"], startedBy: context.actor.userId }],
    ["completed, by hand", { statuses: ["completed"], triggerKinds: ["manual"] }],
    ["completed, by a person", { statuses: ["completed"], startedBy: context.actor.userId }],
    ["a busy pipeline, of a day", { pipelineId: busyPipeline, withinSeconds: dayMs / 1_000 }],
    ["a busy pipeline, of a cost", { pipelineId: busyPipeline, costFromMicros: 80_000 }],
    ["failed, of a cost", { statuses: ["failed"], costFromMicros: 80_000 }],
  ];
}

function textQuestions(context: ServiceContext, { anyRuns }: QuestionSubjects): readonly Question[] {
  const texts: readonly (readonly [string, () => string])[] = [
    ["a word of a hundred pipelines' names", () => "digest"],
    ["the name of one", () => "Tide report 103"],
    ["what no name has", () => "nothing of the kind"],
    ["the end of an id", () => oneOf(anyRuns).slice(-6)],
    ["the beginning of an id", () => oneOf(anyRuns).slice(0, 12)],
    ["a whole id", () => oneOf(anyRuns)],
    ["an end that no id has", () => "zzzz"],
    ["four digits", () => "0000"],
  ];
  return texts.flatMap(([name, text]) =>
    runOrders.map((order) => ({
      what: `runs.list, ${order}, text: ${name}`,
      ask: () => listRuns(context, { ...newestRuns, order, text: text() }),
    })),
  );
}

/** A page of a content search: in the first five thousand runs that the other filters find. */
function contentQuestions(context: ServiceContext, { busyPipeline }: QuestionSubjects): readonly Question[] {
  const texts: readonly Filter[] = [
    ["a text that all have", { content: "water" }],
    ["a text that none has", { content: "nothing of the kind" }],
    ["a text that none has, a busy pipeline", { content: "nothing of the kind", pipelineId: busyPipeline }],
  ];
  return texts.map(([name, filter]) => ({
    what: `runs.list, content: ${name}`,
    ask: () => listRuns(context, { ...newestRuns, ...filter }),
  }));
}
