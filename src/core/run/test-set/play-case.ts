import type { Scope } from "#core/expression/scope.ts";
import { noRunId } from "#core/ids.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import { type Replayed, replay } from "../cassette/replay.ts";
import { differingParts, type Fingerprint, fingerprintsOf } from "../cassette/request-parts.ts";
import type { JudgeAssertion } from "./assertion.ts";
import { cannotBeRead, type Observed, reasonAgainst, valueAt } from "./hold-assertion.ts";
import { type JudgeQuestion, judgeQuestionOf, markOf } from "./judge/question.ts";
import { type CaseVerdict, judgeVerdictOf, type KeptVerdicts, reasonOf } from "./judge/verdict.ts";
import type { CaseOutcome, TestCase } from "./test-case.ts";

/** The outcome of one judge, and its question. */
export type PlayedVerdict = CaseVerdict & { readonly question: JudgeQuestion };

/** The outcome of a case. */
export interface CaseResult {
  readonly outcome: CaseOutcome;
  /** One sentence for each failed assertion, or for each reason why the case cannot be judged; empty if it passed. */
  readonly reasons: readonly string[];
  /** How the run ended in memory. */
  readonly status: string;
  readonly output: Json;
  /** Nodes that were answered from the case. */
  readonly answered: number;
  /** One for each judge, if everything else holds: only then is a judge asked. */
  readonly verdicts: readonly PlayedVerdict[];
}

const nobodyAsked: KeptVerdicts = new Map();

/**
 * Plays a case through a plan in memory: nothing is sent, stored or paid for. The graph, conditions and mappings are
 * the plan's, answers come from the case, and verdicts from what judges have said before (`kept`).
 */
export function playCase(
  plan: Plan,
  testCase: TestCase,
  fingerprint: Fingerprint,
  kept: KeptVerdicts = nobodyAsked,
): CaseResult {
  const { input, startedAtMs, answers } = testCase;
  const variables = variablesOf(plan, testCase.variables);
  const missing = missingVariables(plan, variables);
  if (missing.length > 0) {
    const reasons = [`The pipeline needs a value for ${missing.join(", ")}, and the case has none.`];
    return { outcome: "stale", reasons, status: "pending", output: null, answered: 0, verdicts: [] };
  }
  const known = Object.entries(answers);
  const replayed = replay(plan, {
    id: idOf(testCase),
    startedAtMs,
    input,
    variables,
    attempts: new Map(known.map(([nodeId, { attempts }]) => [nodeId, attempts])),
    waits: new Map(known.flatMap(([nodeId, { wait }]) => (wait === undefined ? [] : [[nodeId, wait]]))),
  });
  const stale = staleReasons(replayed, testCase, fingerprint);
  const held =
    stale.length > 0
      ? { outcome: "stale" as const, reasons: stale, verdicts: [] }
      : hold({ ...testCase, variables }, observe(plan, replayed, { ...testCase, variables }), {
          fingerprint,
          kept,
        });
  return {
    ...held,
    status: replayed.end.status,
    output: replayed.end.output,
    answered: [...replayed.requests.keys()].filter((id) => !replayed.unanswered.has(id)).length,
  };
}

interface Judging {
  readonly fingerprint: Fingerprint;
  readonly kept: KeptVerdicts;
}

/** What is decided here comes first: a case that already fails is not judged, which would cost money. */
function hold(
  { assertions, input }: TestCase,
  observed: Observed,
  judging: Judging,
): Pick<CaseResult, "outcome" | "reasons" | "verdicts"> {
  const plain = assertions.flatMap((one) =>
    one.kind === "judge" ? [] : (reasonAgainst(one, observed) ?? []),
  );
  const judges = assertions.flatMap((one, assertion) =>
    one.kind === "judge" ? [{ assertion, one, found: valueAt(one.of, observed) }] : [],
  );
  const unread = judges.flatMap(({ one, found }) => (found.ok ? [] : [cannotBeRead(one.of, found.message)]));
  const broken = [...plain, ...unread];
  if (broken.length > 0) return { outcome: "failed", reasons: broken, verdicts: [] };
  const judged = judges.flatMap(({ assertion, one, found }) => {
    if (!found.ok) return [];
    const verdict = judge(one, assertion, judgeQuestionOf(one, input, found.value), judging);
    return [{ verdict, reason: reasonOf(verdict, one) }];
  });
  const verdicts = judged.map(({ verdict }) => verdict);
  const reasons = judged.flatMap(({ reason }) => reason ?? []);
  const said = (passed: boolean | null) => verdicts.some((verdict) => verdict.passed === passed);
  return { outcome: said(false) ? "failed" : said(null) ? "unjudged" : "passed", reasons, verdicts };
}

function judge(
  one: JudgeAssertion,
  assertion: number,
  question: JudgeQuestion,
  { fingerprint, kept }: Judging,
): PlayedVerdict {
  const mark = markOf(question, fingerprint);
  return { assertion, mark, question, ...judgeVerdictOf(one, kept.get(mark)) };
}

/** The case's variables that the pipeline still has, over its defaults. */
function variablesOf({ definition }: Plan, given: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(definition.variables).flatMap(([name, variable]): [string, Json][] => {
      const value = Object.hasOwn(given, name) ? given[name] : variable.default;
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

function missingVariables({ definition }: Plan, variables: JsonObject): readonly string[] {
  return Object.entries(definition.variables).flatMap(([name, { required }]) =>
    required && !Object.hasOwn(variables, name) ? [name] : [],
  );
}

function staleReasons(
  { requests, unanswered }: Replayed,
  { answers }: TestCase,
  fingerprint: Fingerprint,
): readonly string[] {
  return [...requests].flatMap(([nodeId, request]) => {
    if (unanswered.has(nodeId)) return [`Node "${nodeId}" asks for an answer that the case does not have.`];
    const was = answers[nodeId]?.request;
    if (was == null) return [];
    const parts = differingParts(was, fingerprintsOf(request, fingerprint));
    if (parts.length === 0) return [];
    return [`Node "${nodeId}" sends another request than the recorded one: ${parts.join(", ")}.`];
  });
}

/** The outcome of the run, as assertions see it. */
function observe(plan: Plan, { end, changes }: Replayed, testCase: TestCase): Observed {
  const { input, variables, startedAtMs, costMicros, tookMs } = testCase;
  const nodes: { [nodeId: string]: Scope["nodes"][string] } = {};
  for (const { id } of plan.nodes) {
    const change = changes.get(id);
    nodes[id] =
      change?.status === "completed" ? { output: change.output ?? null, stop: change.stop ?? null } : null;
  }
  const scope: Scope = {
    input,
    trigger: input,
    variables,
    nodes,
    run: { id: idOf(testCase), startedAt: new Date(startedAtMs).toISOString() },
    output: end.output,
    error: end.error === null ? null : { code: end.error.code, message: end.error.message },
  };
  return { status: end.status, scope, costMicros, tookMs };
}

/** The value of `run.id` in a case's expressions: that of the run whose answers it has, so that it asks the same. */
function idOf({ sourceRunId }: TestCase): string {
  return sourceRunId ?? noRunId;
}
