import { z } from "zod";
import { evaluateCondition } from "#core/expression/evaluate-expression.ts";
import type { Meter } from "#core/expression/metering/meter.ts";
import type { Scope } from "#core/expression/scope.ts";
import { parseExpression } from "#core/expression/syntax/parse-expression.ts";
import type { Choice } from "./behaviour.ts";
import { expressionSourceSchema } from "./fields/mapping.ts";
import { branchLabelSchema } from "./fields/names.ts";
import { type ConfigSource, defineNodeType, inputType } from "./node-type.ts";
import { otherwiseLabel, waysOfCondition } from "./ways/ways-of-condition.ts";

const reservedLabels: ReadonlySet<string> = new Set(["true", "false", "error", otherwiseLabel]);

/** YAML's bare `true` is read as the expression it looks like. */
export const conditionSchema = z.union([expressionSourceSchema, z.boolean().transform(String)]);

const caseSchema = z.strictObject({
  label: branchLabelSchema.refine(
    (label) => !reservedLabels.has(label),
    "true, false, error and else are reserved: choose another label",
  ),
  when: conditionSchema,
});

const configSchema = z
  .strictObject({
    condition: conditionSchema.default("true"),
    /** Several branches: the first case whose `when` holds is taken, `else` if none does. */
    cases: z.array(caseSchema).min(1).max(50).optional(),
  })
  .refine((config) => config.cases === undefined || config.condition === "true", {
    path: ["condition"],
    message: "Give a condition or cases, not both",
  })
  .refine((config) => new Set(config.cases?.map((one) => one.label)).size === (config.cases?.length ?? 0), {
    path: ["cases"],
    message: "Each case needs a label of its own",
  })
  .prefault({});
type ConditionConfig = z.output<typeof configSchema>;

function decision(path: ConfigSource["path"], source: string): ConfigSource {
  return { kind: "expression", path, source, isDecision: true };
}

/** All its cases share one budget of work. */
function chooseWay({ condition, cases }: ConditionConfig, scope: Scope, meter: Meter): Choice {
  const ways = cases ?? [{ label: "true", when: condition }];
  for (const way of ways) {
    const parsed = parseExpression(way.when);
    const held = parsed.ok ? evaluateCondition(parsed.expression, scope, {}, meter) : parsed;
    if (!held.ok) return { ok: false, where: `condition ${way.label}`, message: held.message };
    if (held.value) return { ok: true, output: scope.input, branch: way.label };
  }
  return { ok: true, output: scope.input, branch: cases === undefined ? "false" : otherwiseLabel };
}

export const conditionNode = defineNodeType({
  type: "condition",
  title: "Condition",
  summary: "Chooses which way the run continues, and passes its input that way.",
  defaultTimeoutMs: 1_000,
  configSchema,
  starter: { condition: "true" },
  sources: (config) =>
    config.cases === undefined
      ? [decision(["condition"], config.condition)]
      : config.cases.map((one, index) => decision(["cases", index, "when"], one.when)),
  outputType: inputType,
  run: { kind: "pure", ways: waysOfCondition, decide: chooseWay },
});
