import { evaluateExpression } from "#core/expression/evaluate-expression.ts";
import { renderTemplate } from "#core/expression/render-template.ts";
import type { Scope } from "#core/expression/scope.ts";
import { parseExpression } from "#core/expression/syntax/parse-expression.ts";
import { parseTemplate } from "#core/expression/syntax/parse-template.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { sortedJson } from "#core/json/same-json.ts";
import type { ConfigSource } from "#core/nodes/node-type.ts";
import { configSources } from "#core/nodes/type-of.ts";
import type { PlanNode } from "#core/pipeline/plan/plan.ts";

/**
 * Everything that determines a node's answer, part by part: its rendered config, the agent's settings, and what is done
 * with the answer. The same for every type of node. Secrets are represented by their names.
 */
export function requestPartsOf(node: PlanNode, scope: Scope): ReadonlyMap<string, Json> {
  const { definition, agent } = node;
  // What a template evaluates to counts, not how it is written.
  let config = definition.config as Json;
  for (const source of configSources(definition)) {
    if (source.isUndo === true) continue;
    config = withValueAt(config, source.path, render(node, source, scope));
  }
  const fields = (prefix: string, of: object | null): [string, Json][] =>
    Object.entries(of ?? {})
      .filter(([, value]) => value !== undefined)
      .map(([field, value]) => [`${prefix}.${field}`, value]);
  return new Map<string, Json>([
    ["type", definition.type],
    ...fields("config", config as JsonObject),
    ...fields("agent", agent),
    ["output", definition.output ?? null],
    ["outputSchema", node.outputSchema],
  ]);
}

/** A copy of a value with another value at one place. */
function withValueAt(within: Json, path: readonly (string | number)[], value: Json): Json {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(within)) {
    return within.map((part, index) => (index === step ? withValueAt(part, rest, value) : part));
  }
  if (typeof within !== "object" || within === null) return value;
  return { ...within, [step]: withValueAt(within[step] ?? null, rest, value) };
}

function render(node: PlanNode, { kind, source }: ConfigSource, scope: Scope): Json {
  const secrets = new Map(node.secrets.map((name) => [name, `{{ secrets.${name} }}`]));
  if (kind === "expression") {
    const parsed = parseExpression(source);
    const result = parsed.ok ? evaluateExpression(parsed.expression, scope, { secrets }) : parsed;
    return result.ok ? result.value : { failed: result.message };
  }
  const parsed = parseTemplate(source);
  const result = parsed.ok ? renderTemplate(parsed.template, scope, { secrets }) : parsed;
  return result.ok ? result.value : { failed: result.message };
}

/** Turns text into its fingerprint: 64 hexadecimal digits. */
export type Fingerprint = (text: string) => string;

/** A fingerprint of each part. */
export function fingerprintsOf(
  parts: ReadonlyMap<string, Json>,
  fingerprint: Fingerprint,
): { readonly [part: string]: string } {
  return Object.fromEntries(
    [...parts].map(([part, value]) => [part, fingerprint(JSON.stringify(sortedJson(value)))]),
  );
}

/** The parts of a request whose fingerprints differ, including added and removed ones. */
export function differingParts(
  was: { readonly [part: string]: string },
  is: { readonly [part: string]: string },
): readonly string[] {
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].filter((part) => was[part] !== is[part]);
}
