import { z } from "zod";
import { expressionSourceSchema } from "./mapping.ts";
import { branchLabelSchema } from "./names.ts";
import { defineNodeType } from "./node-type.ts";

/** The way out that is taken when no case fits. */
export const otherwiseLabel = "else";

const reservedLabels: ReadonlySet<string> = new Set(["true", "false", "error", otherwiseLabel]);

/** YAML's bare `true` is read as the expression it looks like. */
const decisionSchema = z.union([expressionSourceSchema, z.boolean().transform(String)]);

const caseSchema = z.strictObject({
  label: branchLabelSchema.refine(
    (label) => !reservedLabels.has(label),
    "true, false, error and else are taken: choose another label",
  ),
  when: decisionSchema,
});

const configSchema = z
  .strictObject({
    condition: decisionSchema.default("true"),
    /** Several ways: the first case whose `when` holds is taken, `else` when none does. */
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
export type ConditionConfig = z.output<typeof configSchema>;

export const conditionNode = defineNodeType({
  type: "condition",
  title: "Condition",
  summary: "Chooses which way the run goes on, and passes its input that way.",
  lane: null,
  defaultTimeoutMs: 1_000,
  configSchema,
  sources: (config) =>
    config.cases === undefined
      ? [{ kind: "expression", path: ["condition"], source: config.condition }]
      : config.cases.map((one, index) => ({
          kind: "expression",
          path: ["cases", index, "when"],
          source: one.when,
        })),
});

/** The labels that edges out of this condition may carry. */
export function conditionLabels(config: ConditionConfig): readonly string[] {
  if (config.cases === undefined) return ["true", "false"];
  return [...config.cases.map((one) => one.label), otherwiseLabel];
}
