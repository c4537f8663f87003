import type { Scope } from "#core/expression/scope.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";
import { type Replayed, replay } from "../cassette/replay.ts";
import { differingParts, type Fingerprint, fingerprintsOf } from "../cassette/request-parts.ts";
import { judgeAssertion } from "./judge-assertion.ts";
import type { CaseOutcome, TestCase } from "./test-case.ts";

/** What came of a case. */
export interface CaseResult {
  readonly outcome: CaseOutcome;
  /**
   * One sentence for each thing that does not hold, or that keeps the case from being judged; empty where it passed.
   */
  readonly reasons: readonly string[];
  /** How the run ended in memory. */
  readonly status: string;
  readonly output: Json;
  /** Nodes that were answered from the case. */
  readonly answered: number;
}

/**
 * Plays a case through a plan in memory: nothing is sent, stored or paid. The graph, conditions and mappings are the
 * plan's, answers come from the case.
 */
export function playCase(plan: Plan, testCase: TestCase, fingerprint: Fingerprint): CaseResult {
  const { input, startedAtMs, answers } = testCase;
  const variables = variablesOf(plan, testCase.variables);
  const missing = missingVariables(plan, variables);
  if (missing.length > 0) {
    const reasons = [`The pipeline needs a value for ${missing.join(", ")}, and the case has none.`];
    return { outcome: "stale", reasons, status: "pending", output: null, answered: 0 };
  }
  const known = Object.entries(answers);
  const replayed = replay(plan, {
    startedAtMs,
    input,
    variables,
    attempts: new Map(known.map(([nodeId, { attempts }]) => [nodeId, attempts])),
    waits: new Map(known.flatMap(([nodeId, { wait }]) => (wait === undefined ? [] : [[nodeId, wait]]))),
  });
  const stale = staleReasons(replayed, testCase, fingerprint);
  const reasons = stale.length > 0 ? stale : brokenAssertions(plan, replayed, { ...testCase, variables });
  return {
    outcome: stale.length > 0 ? "stale" : reasons.length > 0 ? "failed" : "passed",
    reasons,
    status: replayed.end.status,
    output: replayed.end.output,
    answered: [...replayed.requests.keys()].filter((id) => !replayed.unanswered.has(id)).length,
  };
}

/** Those of the case that the pipeline still has, over its defaults. */
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
    return [`Node "${nodeId}" asks something other than it did: ${parts.join(", ")}.`];
  });
}

function brokenAssertions(plan: Plan, { end, changes }: Replayed, testCase: TestCase): readonly string[] {
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
    run: { startedAt: new Date(startedAtMs).toISOString() },
    output: end.output,
    error: end.error === null ? null : { code: end.error.code, message: end.error.message },
  };
  const observed = { status: end.status, scope, costMicros, tookMs };
  return testCase.assertions.flatMap((assertion) => judgeAssertion(assertion, observed) ?? []);
}
