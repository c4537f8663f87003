import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json } from "#core/json/json.ts";
import { parseJsonText } from "#core/json/parse-json-text.ts";
import { modelRefSchema } from "#core/model/model-ref-schema.ts";
import {
  type Assertion,
  type AssertionKind,
  faultOfAssertion,
  type JudgeAssertion,
} from "#core/run/test-set/assertion.ts";

/** An assertion as typed, possibly invalid. */
export interface AssertionDraft {
  readonly key: string;
  readonly kind: AssertionKind;
  /** The expression to check; empty: the output. */
  readonly of: string;
  /** JSON, a text, an expression, a status, dollars, seconds or a rubric, depending on the kind. */
  readonly value: string;
  /** Only for judges. */
  readonly judge: JudgeDraft;
}

export interface JudgeDraft {
  readonly model: string;
  /** JSON; empty: no expected output. */
  readonly expected: string;
  /** The minimum score; empty: the judge says pass or fail. */
  readonly threshold: string;
}

const newJudge: JudgeDraft = { model: "sandbox/brief", expected: "", threshold: "" };

/** A field of an assertion's form. */
export type AssertionField = "of" | "value" | keyof JudgeDraft;

/** Errors by field. */
export interface AssertionFault {
  readonly field: AssertionField;
  readonly message: string;
}

export type ReadAssertion =
  | { readonly ok: true; readonly assertion: Assertion }
  | { readonly ok: false; readonly fault: AssertionFault };

const microsPerDollar = 1_000_000;

/** The initial values of a new assertion. */
export function emptyDraft(kind: AssertionKind, key: string): AssertionDraft {
  return { key, kind, of: "", value: kind === "status" ? "completed" : "", judge: newJudge };
}

/** Turns an assertion into form values. */
export function draftOf(assertion: Assertion, key: string): AssertionDraft {
  const { kind } = assertion;
  const of = "of" in assertion && assertion.of !== "output" ? assertion.of : "";
  const judge = assertion.kind === "judge" ? judgeDraftOf(assertion) : newJudge;
  return { key, kind, of, value: textOf(assertion), judge };
}

function textOf(assertion: Assertion): string {
  switch (assertion.kind) {
    case "status":
      return assertion.status;
    case "holds":
      return assertion.expression;
    case "cost-below":
      return String(assertion.micros / microsPerDollar);
    case "time-below":
      return String(assertion.ms / 1_000);
    case "contains":
      return assertion.text;
    case "equals":
      return JSON.stringify(assertion.value, null, 2);
    case "matches":
      return JSON.stringify(assertion.schema, null, 2);
    case "judge":
      return assertion.rubric;
  }
}

function judgeDraftOf({ model, expected, threshold }: JudgeAssertion): JudgeDraft {
  return {
    model,
    expected: expected === undefined ? "" : JSON.stringify(expected, null, 2),
    threshold: threshold === undefined ? "" : String(threshold),
  };
}

/** The assertion, or the errors of its fields. */
export function readAssertion(draft: AssertionDraft): ReadAssertion {
  const made = make(draft);
  if (!made.ok) return made;
  const fault = faultOfAssertion(made.assertion);
  if (fault === null) return made;
  const message = `${fault.field}: ${fault.message}`;
  return wrong(message, fault.field === "of" ? "of" : "value");
}

function make({ kind, of: typed, value, judge }: AssertionDraft): ReadAssertion {
  const of = typed.trim() === "" ? "output" : typed.trim();
  switch (kind) {
    case "status":
      return right({ kind, status: value === "failed" ? "failed" : "completed" });
    case "holds":
      return value.trim() === "" ? wrong("Write an expression.") : right({ kind, expression: value.trim() });
    case "contains":
      return value === "" ? wrong("Write the text that it must contain.") : right({ kind, of, text: value });
    case "equals":
      return fromJson(value, (json) => right({ kind, of, value: json }));
    case "matches":
      return fromJson(value, (json) =>
        isJsonObject(json) ? right({ kind, of, schema: json }) : wrong("A schema is a JSON object."),
      );
    case "cost-below":
      return fromFigure(value, microsPerDollar, "Write an amount above zero.", (micros) =>
        right({ kind, micros }),
      );
    case "time-below":
      return fromFigure(value, 1_000, "Write a time above zero.", (ms) => right({ kind, ms }));
    case "judge":
      return value.trim() === ""
        ? wrong("Write what the judge must look for.")
        : makeJudge(of, value.trim(), judge);
  }
}

function makeJudge(of: string, rubric: string, draft: JudgeDraft): ReadAssertion {
  const model = modelRefSchema.safeParse(draft.model.trim());
  if (!model.success) return wrong(`It ${model.error.issues[0]?.message ?? "is not a model"}.`, "model");
  const typed = draft.threshold.trim();
  const least = Number(typed);
  if (typed !== "" && !(Number.isInteger(least) && least >= 1 && least <= 100)) {
    return wrong("Write a whole number from 1 to 100, or leave it empty.", "threshold");
  }
  const threshold = typed === "" ? {} : { threshold: least };
  const judge = { kind: "judge" as const, of, rubric, model: model.data, ...threshold };
  if (draft.expected.trim() === "") return right(judge);
  const expected = parseJsonText(draft.expected);
  return expected.ok
    ? right({ ...judge, expected: expected.value })
    : wrong(`As JSON: ${expected.fault.message}.`, "expected");
}

function fromJson(text: string, read: (json: Json) => ReadAssertion): ReadAssertion {
  const parsed = parseJsonText(text);
  return parsed.ok ? read(parsed.value) : wrong(`As JSON: ${parsed.fault.message}.`);
}

function fromFigure(
  text: string,
  unit: number,
  otherwise: string,
  read: (figure: number) => ReadAssertion,
): ReadAssertion {
  const figure = Math.round(Number(text.trim()) * unit);
  return Number.isSafeInteger(figure) && figure > 0 ? read(figure) : wrong(otherwise);
}

function right(assertion: Assertion): ReadAssertion {
  return { ok: true, assertion };
}

function wrong(message: string, field: AssertionField = "value"): ReadAssertion {
  return { ok: false, fault: { field, message } };
}
