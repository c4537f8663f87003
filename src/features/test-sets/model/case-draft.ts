import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json, JsonObject } from "#core/json/json.ts";
import { parseJsonText } from "#core/json/parse-json-text.ts";
import type { Assertion } from "#core/run/test-set/assertion.ts";
import { type CaseAnswers, caseAnswersSchema } from "#core/run/test-set/test-case.ts";
import {
  type AssertionDraft,
  type AssertionFault,
  draftOf,
  emptyDraft,
  readAssertion,
} from "./assertion-draft.ts";
import type { TestCaseContent } from "./test-outputs.ts";

/** A case as typed. */
export interface CaseDraft {
  readonly name: string;
  /** JSON. */
  readonly input: string;
  readonly variables: string;
  readonly answers: string;
  readonly assertions: readonly AssertionDraft[];
}

export interface CaseFields {
  readonly name: string;
  readonly input: Json;
  readonly variables: JsonObject;
  readonly answers: CaseAnswers;
  readonly assertions: Assertion[];
}

/** The error of each field; null: none. */
export interface CaseFaults {
  readonly name: string | null;
  readonly input: string | null;
  readonly variables: string | null;
  readonly answers: string | null;
  /** By the keys of the assertions. */
  readonly assertions: ReadonlyMap<string, AssertionFault>;
}

/** The parsed case, or its errors. */
export interface ReadCase {
  readonly fields: CaseFields | null;
  readonly faults: CaseFaults;
}

export const newCaseDraft: CaseDraft = {
  name: "",
  input: "{}",
  variables: "{}",
  answers: "{}",
  assertions: [emptyDraft("status", "first")],
};

const written = (value: unknown) => JSON.stringify(value, null, 2);

export function caseDraftOf({ name, input, variables, answers, assertions }: TestCaseContent): CaseDraft {
  return {
    name,
    input: written(input),
    variables: written(variables),
    answers: written(answers),
    assertions: assertions.map((assertion, index) => draftOf(assertion, `kept-${index}`)),
  };
}

export function readCase(draft: CaseDraft): ReadCase {
  const name = draft.name.trim();
  const input = parseJsonText(draft.input);
  const variables = readObject(draft.variables);
  const answers = readAnswers(draft.answers);
  const read = draft.assertions.map((one) => ({ key: one.key, ...readAssertion(one) }));
  const faults: CaseFaults = {
    name: name === "" ? "Give it a name that says what it is about." : null,
    input: input.ok ? null : input.fault.message,
    variables: variables.ok ? null : variables.message,
    answers: answers.ok ? null : answers.message,
    assertions: new Map(read.flatMap((one) => (one.ok ? [] : [[one.key, one.fault] as const]))),
  };
  const isRight = name !== "" && input.ok && variables.ok && answers.ok && faults.assertions.size === 0;
  if (!isRight) return { fields: null, faults };
  const assertions = read.flatMap((one) => (one.ok ? [one.assertion] : []));
  const fields = { name, input: input.value, variables: variables.value, answers: answers.value, assertions };
  return { fields, faults };
}

type Read<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly message: string };

function readObject(text: string): Read<JsonObject> {
  const parsed = parseJsonText(text);
  if (!parsed.ok) return { ok: false, message: parsed.fault.message };
  if (!isJsonObject(parsed.value)) return { ok: false, message: "It must be a JSON object." };
  return { ok: true, value: parsed.value };
}

function readAnswers(text: string): Read<CaseAnswers> {
  const object = readObject(text);
  if (!object.ok) return object;
  const answers = caseAnswersSchema.safeParse(object.value);
  if (answers.success) return { ok: true, value: answers.data };
  const [issue] = answers.error.issues;
  return { ok: false, message: `${issue?.path.join(".") ?? ""}: ${issue?.message ?? "it is not an answer"}` };
}
