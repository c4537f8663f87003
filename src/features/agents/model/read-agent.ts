import { type Effort, effortSchema } from "#core/model/effort.ts";
import { isModelRef } from "#core/model/model-ref.ts";
import { faultOfSandboxModel } from "#core/model/sandbox-model.ts";
import type { AgentFormValues } from "./agent-values.ts";

export type AgentFaults = Partial<Record<keyof AgentFormValues, string>>;

/** A valid key made from a name: `Careful writer` becomes `careful-writer`. */
export function keyFrom(name: string): string {
  const words =
    name
      .normalize("NFKD")
      .toLowerCase()
      .match(/[a-z0-9]+/g) ?? [];
  const key = words.join("-").slice(0, 64).replace(/-$/, "");
  return /^[0-9]/.test(key) ? `agent-${key}`.slice(0, 64) : key;
}

export interface AgentFormFields {
  readonly name: string;
  readonly instructions: string;
  readonly model: string;
  readonly maxTokens: number;
  readonly temperature: number | null;
  readonly fallbackModel: string | null;
  readonly effort: Effort | null;
}

export type ReadAgent =
  | { readonly ok: true; readonly key: string; readonly fields: AgentFormFields }
  | { readonly ok: false; readonly faults: AgentFaults };

const keyPattern = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;
const modelFault = "Write provider/model, for example sandbox/brief or anthropic/claude-haiku-5-5.";

/** Parses the form, or returns an error for each invalid field. */
export function readAgent(values: AgentFormValues): ReadAgent {
  const maxTokens = Number(values.maxTokens);
  const temperature = values.temperature.trim() === "" ? null : Number(values.temperature);
  const model = values.model.trim();
  const fallback = values.fallbackModel.trim();
  const effort = effortSchema.nullable().safeParse(values.effort === "" ? null : values.effort);
  const checks: readonly (readonly [keyof AgentFormValues, boolean, string])[] = [
    ["name", values.name.trim() !== "", "Give it a name."],
    ["key", keyPattern.test(values.key), "Letters, digits, _ and -, beginning with a letter."],
    ["model", faultOfModel(model) === null, faultOfModel(model) ?? ""],
    [
      "maxTokens",
      Number.isInteger(maxTokens) && maxTokens >= 1 && maxTokens <= 1_000_000,
      "A whole number from 1 to 1,000,000.",
    ],
    [
      "temperature",
      temperature === null || (temperature >= 0 && temperature <= 1),
      "A number from 0 to 1, or leave it empty.",
    ],
    ["fallbackModel", fallback === "" || faultOfModel(fallback) === null, faultOfModel(fallback) ?? ""],
    ["effort", effort.success, "One of the levels in the list, or leave it empty."],
  ];
  const faults = Object.fromEntries(
    checks.filter(([, isRight]) => !isRight).map(([field, , fault]) => [field, fault]),
  );
  if (Object.keys(faults).length > 0) return { ok: false, faults };
  const { name, instructions, key } = values;
  const fallbackModel = fallback === "" ? null : fallback;
  return {
    ok: true,
    key,
    fields: {
      name: name.trim(),
      instructions,
      model,
      maxTokens,
      temperature,
      fallbackModel,
      effort: effort.data ?? null,
    },
  };
}

function faultOfModel(model: string): string | null {
  if (!isModelRef(model)) return modelFault;
  const fault = faultOfSandboxModel(model);
  return fault === null ? null : `${fault.charAt(0).toUpperCase()}${fault.slice(1)}.`;
}
