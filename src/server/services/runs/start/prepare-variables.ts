import { AppError } from "#core/errors.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import type { Plan } from "#core/pipeline/plan/plan.ts";

/**
 * The variables a run is started with: the given values over the definition's defaults.
 * @throws AppError MISSING_VARIABLE naming those that are required and absent, INVALID_INPUT for a name the pipeline
 * does not have.
 */
export function prepareVariables(plan: Plan, given: JsonObject): JsonObject {
  const declared = plan.definition.variables;
  const unknown = Object.keys(given).filter((name) => !Object.hasOwn(declared, name));
  if (unknown.length > 0) {
    const known = Object.keys(declared);
    throw new AppError(
      "INVALID_INPUT",
      `The pipeline has no variable ${unknown.join(", ")}. ${known.length === 0 ? "It has none." : `It has ${known.join(", ")}.`}`,
      {
        problems: unknown.map((name) => ({
          code: "unknown-variable",
          severity: "error",
          message: "no such variable",
          path: ["variables", name],
        })),
      },
    );
  }
  const entries: [string, Json][] = [];
  const missing: string[] = [];
  for (const [name, variable] of Object.entries(declared)) {
    const value = Object.hasOwn(given, name) ? given[name] : variable.default;
    if (value !== undefined) entries.push([name, value]);
    else if (variable.required) missing.push(name);
  }
  if (missing.length > 0) {
    throw new AppError(
      "MISSING_VARIABLE",
      `The run needs a value for ${missing.join(", ")}. Give it under variables.`,
      {
        problems: missing.map((name) => ({
          code: "missing-variable",
          severity: "error",
          message: "required",
          path: ["variables", name],
        })),
      },
    );
  }
  return Object.fromEntries(entries);
}
