import { type RunFile, readRunFile } from "#core/http/file-ref.ts";
import { describeJsonFault } from "#core/json/check-json-limits.ts";
import type { Json } from "#core/json/json.ts";
import { runInputLimits } from "#core/json/json-limits.ts";
import { keepsDigits } from "#core/json/number-digits.ts";
import { parseJsonText } from "#core/json/parse-json-text.ts";

/** The type of a typed value. */
export type ValueKind = "text" | "number" | "switch" | "json" | "file";

export const valueKinds: readonly ValueKind[] = ["text", "number", "switch", "json", "file"];

export const kindTitles: Readonly<Record<ValueKind, string>> = {
  text: "text",
  number: "number",
  switch: "yes or no",
  json: "JSON",
  file: "file",
};

export type ReadValue =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly fault: string };

/** The type of an existing value. */
export function kindOf(value: Json): ValueKind {
  if (typeof value === "number") return "number";
  if (typeof value === "boolean") return "switch";
  if (typeof value === "string") return "text";
  return readRunFile(value) === null ? "json" : "file";
}

/** A value as form text. */
export function written(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** Parses typed text as the given type; refuses any other instead of guessing. */
export function readValue(kind: ValueKind, text: string): ReadValue {
  switch (kind) {
    case "text":
      return { ok: true, value: text };
    case "number":
      return readNumber(text.trim());
    case "switch":
      return text === "true" || text === "false"
        ? { ok: true, value: text === "true" }
        : { ok: false, fault: "Choose yes or no." };
    case "json":
      return readJson(text);
    case "file": {
      const file = readFileText(text);
      return file === null ? { ok: false, fault: "Choose a file." } : { ok: true, value: { ...file } };
    }
  }
}

/** A file as form text; null if it is something else, or empty. */
export function readFileText(text: string): RunFile | null {
  if (!text.startsWith("{")) return null;
  const parsed = parseJsonText(text, runInputLimits);
  return parsed.ok ? readRunFile(parsed.value) : null;
}

/** Files up to this size go into the input itself; larger ones are uploaded. */
export const inputFileBytes = 65_536;

const numberPattern = /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i;

function readNumber(text: string): ReadValue {
  const value = Number(text);
  if (text === "") return { ok: false, fault: "A number is needed here." };
  if (!numberPattern.test(text) || !Number.isFinite(value))
    return { ok: false, fault: `A number is needed here, and “${shortened(text)}” is not one.` };
  if (!keepsDigits(text))
    return {
      ok: false,
      fault: `${shortened(text)} has more digits than a number can hold. Enter it as text.`,
    };
  return { ok: true, value };
}

function readJson(text: string): ReadValue {
  const parsed = parseJsonText(text, runInputLimits);
  if (parsed.ok) return parsed;
  if (parsed.kind === "not-json")
    return { ok: false, fault: "This is not valid JSON. Put text in double quotes." };
  return { ok: false, fault: `This cannot be stored: ${describeJsonFault(parsed.fault)}.` };
}

function shortened(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : text;
}
