import { AppError } from "#core/errors.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { cutText } from "#core/json/normalize-text.ts";
import { pathText } from "#core/pipeline/problem.ts";
import { checkJsonSchema } from "#core/schema/check-schema.ts";
import { matchJsonSchema, tooMuchWork } from "#core/schema/match-schema.ts";

/** About a quarter of a second: a worker has more time than a step of a run, and outputs may be large. */
const workUnits = 5_000_000;

/** Plans are built once per version and shared, so what is known of their schemas can be remembered. */
const known = new WeakSet<JsonObject>();

/**
 * Says where and how an output does not match its schema, or null.
 * @throws AppError INVALID_DEFINITION for an invalid schema, OUTPUT_INVALID if the schema requires too much work.
 */
export function matchOutput(schema: JsonObject, output: Json): string | null {
  if (!known.has(schema)) {
    const [fault] = checkJsonSchema(schema);
    if (fault !== undefined) throw unusable(`${pathText(fault.path)} ${fault.message}`);
    known.add(schema);
  }
  const fault = matchJsonSchema(schema, output, workUnits);
  if (fault !== tooMuchWork) return fault;
  throw new AppError(
    "OUTPUT_INVALID",
    "The output cannot be checked: its outputSchema asks for too much work. Simplify it.",
    { retryable: false },
  );
}

function unusable(reason: string): AppError {
  return new AppError(
    "INVALID_DEFINITION",
    `The node's outputSchema is not a usable JSON Schema: ${cutText(reason, 300)}.`,
  );
}
