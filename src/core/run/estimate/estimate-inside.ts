import { evaluateMapping } from "#core/expression/evaluate-mapping.ts";
import type { Scope } from "#core/expression/scope.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { itemsOf } from "#core/nodes/type-of.ts";
import { bodyDefinition } from "#core/pipeline/bodies/body-definition.ts";
import { compilePlan, type Plan, type PlanNode } from "#core/pipeline/plan/plan.ts";

/** Text that people and models write has fewer tokens than half its bytes. */
export const bytesPerToken = 2;

export function tokensOf(text: string): number {
  return Math.ceil(new TextEncoder().encode(text).length / bytesPerToken);
}

/** A run's input. */
export interface Start {
  /** Its maximum length; null: unknown. */
  readonly tokens: number | null;
  /** Absent: it is not known before the run. */
  readonly value?: { readonly json: Json };
}

/** What a node runs inside itself, as far as it is known before its run. */
export interface InsideRuns {
  readonly plan: Plan;
  /** The most times. */
  readonly times: number;
  readonly start: Start;
}

interface Around {
  readonly start: Start;
  readonly variables: JsonObject;
  /** The maximum length of the node's input; null: unknown. */
  readonly input: number | null;
}

/**
 * The body of a node and how often it is run. Null for a called pipeline, whose cost is known from its own runs, and
 * for a map whose list is not known before the run.
 */
export function insideOf(plan: Plan, node: PlanNode, around: Around): InsideRuns | null {
  const body = bodyDefinition(plan.definition, node.definition);
  if (body === null) return null;
  const inside = compilePlan(body, plan.agents);
  const items = itemsOf(node.definition);
  if (items !== null) {
    const list = knownList(plan, node, items.source, around);
    if (list === null) return null;
    const tokens = list.reduce<number>((most, item) => Math.max(most, tokensOf(JSON.stringify(item))), 0);
    return { plan: inside, times: list.length, start: { tokens } };
  }
  const { definition } = node;
  // A later pass's input is made by an earlier one.
  if (definition.type === "loop") {
    return { plan: inside, times: definition.config.maxPasses, start: { tokens: null } };
  }
  return { plan: inside, times: 1, start: { tokens: around.input } };
}

/** The list of a map that depends only on what the run is started with. */
function knownList(
  { triggerId }: Plan,
  { definition, incoming }: PlanNode,
  source: string,
  { start: { value }, variables }: Around,
): readonly Json[] | null {
  const isFirst = incoming.length > 0 && incoming.every(({ from }) => from === triggerId);
  if (value === undefined || (definition.input === undefined && !isFirst)) return null;
  const began = {
    input: value.json,
    trigger: value.json,
    variables,
    run: { id: "", startedAt: "" },
    nodes: {},
  };
  const input = definition.input === undefined ? value.json : madeBy(definition.input, began);
  const list = input === null ? null : madeBy(source, { ...began, input });
  return Array.isArray(list) ? list : null;
}

/** Null if it reads something that does not exist yet. */
function madeBy(mapping: Parameters<typeof evaluateMapping>[0], scope: Scope): Json {
  const made = evaluateMapping(mapping, scope);
  return made.ok ? made.value : null;
}
