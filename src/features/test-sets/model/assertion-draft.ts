import { isJsonObject } from "#core/json/is-json-object.ts";
import type { Json } from "#core/json/json.ts";
import { parseJsonText } from "#core/json/parse-json-text.ts";
import { type Assertion, type AssertionKind, faultOfAssertion } from "#core/run/test-set/assertion.ts";

/** What somebody has written of one thing that a case asks for: texts, which may not be right yet. */
export interface AssertionDraft {
  readonly key: string;
  readonly kind: AssertionKind;
  /** The expression whose value is looked at; empty: the output. */
  readonly of: string;
  /** What it is compared with: JSON, a text, an expression, a status, dollars or seconds, as its kind says. */
  readonly value: string;
}

export type ReadAssertion =
  | { readonly ok: true; readonly assertion: Assertion }
  | { readonly ok: false; readonly message: string };

const microsPerDollar = 1_000_000;

/** What a new one of a kind begins with. */
export function emptyDraft(kind: AssertionKind, key: string): AssertionDraft {
  return { key, kind, of: "", value: kind === "status" ? "completed" : "" };
}

/** What is written, for a person to change it. */
export function draftOf(assertion: Assertion, key: string): AssertionDraft {
  const { kind } = assertion;
  switch (assertion.kind) {
    case "status":
      return { key, kind, of: "", value: assertion.status };
    case "holds":
      return { key, kind, of: "", value: assertion.expression };
    case "cost-below":
      return { key, kind, of: "", value: String(assertion.micros / microsPerDollar) };
    case "time-below":
      return { key, kind, of: "", value: String(assertion.ms / 1_000) };
    case "contains":
      return { key, kind, of: shownOf(assertion.of), value: assertion.text };
    case "equals":
      return { key, kind, of: shownOf(assertion.of), value: JSON.stringify(assertion.value, null, 2) };
    case "matches":
      return { key, kind, of: shownOf(assertion.of), value: JSON.stringify(assertion.schema, null, 2) };
  }
}

const shownOf = (of: string) => (of === "output" ? "" : of);

/** The assertion, or what is wrong with what was written. */
export function readAssertion(draft: AssertionDraft): ReadAssertion {
  const made = make(draft);
  if (!made.ok) return made;
  const fault = faultOfAssertion(made.assertion);
  return fault === null ? made : { ok: false, message: `${fault.field}: ${fault.message}` };
}

function make({ kind, of: typed, value }: AssertionDraft): ReadAssertion {
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
  }
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

function wrong(message: string): ReadAssertion {
  return { ok: false, message };
}
