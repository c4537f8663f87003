import { AppError } from "#core/errors.ts";
import type { Json } from "#core/json/json.ts";
import { matchJsonSchema } from "#core/schema/match-schema.ts";
import type { StoredWaitDetail } from "#server/db/wait/wait-store.ts";

/** @throws AppError INVALID_INPUT naming the unknown choice, or the field that does not match the form. */
export function checkDecision(
  { choices, form: schema }: StoredWaitDetail,
  { choice, form }: { readonly choice: string; readonly form: Json },
): void {
  if (!choices.includes(choice)) {
    throw refusal(`There is no choice "${choice}": choose one of ${choices.join(", ")}.`, "choice");
  }
  if (schema === null) {
    if (form !== null) throw refusal("Nothing is filled in for this decision: leave form out.", "form");
    return;
  }
  const fault = matchJsonSchema(schema, form);
  if (fault === null) return;
  // The validator's messages speak of outputs.
  throw refusal(`What was filled in does not fit: ${fault.replace(/^the output\b/, "form")}.`, "form");
}

function refusal(message: string, field: "choice" | "form"): AppError {
  return new AppError("INVALID_INPUT", message, {
    problems: [{ code: "BAD_VALUE", severity: "error", message, path: [field] }],
  });
}
