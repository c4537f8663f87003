import type { Json } from "#core/json/json.ts";
import { compilePlan, type Plan } from "#core/pipeline/plan/plan.ts";
import { validateDefinition } from "#core/pipeline/validate.ts";

type Part = { readonly [field: string]: Json };

/**
 * A plan from short words: nodes by id (a trigger named `start` is added), edges as `from > to` or `from > to :
 * condition`. Only what validates is compiled.
 */
export function makePlan(nodes: { readonly [id: string]: Part }, edges: readonly string[]): Plan {
  const raw = {
    name: "Test",
    variables: { topic: { default: "tides" } },
    nodes: [
      { id: "start", type: "trigger", name: "Start" },
      ...Object.entries(nodes).map(([id, part]) => ({ id, name: id, ...part })),
    ],
    edges: edges.map((edge, index) => {
      const [, from, to, condition] = /^(\w+) > (\w+)(?: : (\w+))?$/.exec(edge) ?? [];
      return { id: `e${index}`, from, to, ...(condition === undefined ? {} : { condition }) };
    }),
  };
  const result = validateDefinition(raw);
  if (!result.ok) throw new Error(result.problems.map((problem) => problem.message).join("\n"));
  return compilePlan(result.definition, []);
}

export const noop = { type: "action", config: { action: "noop" } };

export function transform(value: string | { readonly [key: string]: string }) {
  return { type: "transform", config: { value } };
}
