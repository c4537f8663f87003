import { AppError } from "#core/errors.ts";
import { describeExcess } from "#core/json/describe-size.ts";
import { type Assertion, faultOfAssertion } from "#core/run/test-set/assertion.ts";
import type { TestCaseFields } from "#server/db/test-sets/test-case-store.ts";

/** The maximum size of a case, in characters of JSON. */
export const maxCaseCharacters = 1_048_576;
export const maxAssertions = 50;
/** They are all played before a pipeline is published. */
export const maxCases = 100;
export const maxTestSets = 10;

/**
 * Refuses a case that could not be played later.
 * @throws AppError INVALID_INPUT naming the assertion and the field, PAYLOAD_TOO_LARGE.
 */
export function checkTestCase(fields: TestCaseFields): void {
  checkAssertions(fields.assertions);
  const { input, variables, answers, assertions } = fields;
  const characters = JSON.stringify({ input, variables, answers, assertions }).length;
  if (characters <= maxCaseCharacters) return;
  throw new AppError(
    "PAYLOAD_TOO_LARGE",
    `The test case is ${describeExcess(characters, maxCaseCharacters)}. Use a run with smaller inputs and outputs.`,
  );
}

function checkAssertions(assertions: readonly Assertion[]): void {
  const faults = assertions.flatMap((assertion, index) => {
    const fault = faultOfAssertion(assertion);
    return fault === null ? [] : [{ index, ...fault }];
  });
  const [first] = faults;
  if (first === undefined) return;
  throw new AppError("INVALID_INPUT", `assertions.${first.index}.${first.field}: ${first.message}`, {
    problems: faults.map(({ index, field, message }) => ({
      code: "assertion",
      severity: "error",
      message,
      path: ["assertions", index, ...field.split(".")],
    })),
  });
}

/** @throws AppError CONFLICT when the set is full. */
export function requireRoom(names: readonly string[]): void {
  if (names.length < maxCases) return;
  throw new AppError("CONFLICT", `A test set may have at most ${maxCases} cases. Remove one first.`);
}
