import { z } from "zod";
import { type Json, type JsonObject, jsonSchema } from "#core/json/json.ts";

/** The input of a test case's judge. */
const readSchema = z.object({ rubric: z.string(), expected: jsonSchema, actual: jsonSchema });

/** A rubric may script the sandbox: answers that contain this text pass. */
const scriptLine = /^@contains (?<text>.+)$/m;

/**
 * The answer of a judge, or null when the request is not for one. The sandbox understands nothing, and says so: it
 * looks for the text of a rubric line `@contains ...`, or counts words. Deterministic.
 */
export function judge(schema: JsonObject, message: string): Json {
  const asksFor = Object.keys(propertiesOf(schema));
  const wanted = (["verdict", "score"] as const).find((field) => asksFor.includes(field));
  const read = wanted === undefined || !asksFor.includes("reason") ? null : readCase(message);
  if (read === null) return null;
  const { score, reason } = weigh(read);
  return wanted === "score" ? { reason, score } : { reason, verdict: score >= 50 ? "pass" : "fail" };
}

function propertiesOf({ properties }: JsonObject): object {
  return typeof properties === "object" && properties !== null ? properties : {};
}

function readCase(message: string): z.output<typeof readSchema> | null {
  try {
    const read = readSchema.safeParse(JSON.parse(message.slice(message.indexOf("{"))));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

function weigh({ rubric, expected, actual }: z.output<typeof readSchema>) {
  const output = textOf(actual);
  const looked = scriptLine.exec(rubric)?.groups?.text?.trim();
  if (looked !== undefined) {
    const isThere = output.includes(looked);
    const found = isThere ? "it is there" : "it is not there";
    return {
      score: isThere ? 100 : 0,
      reason: `The sandbox looked for "${looked}" in the output, and ${found}.`,
    };
  }
  const has = new Set(wordsOf(output));
  const [of, words] =
    expected === null
      ? ["the rubric", new Set(wordsOf(rubric))]
      : ["what is expected", new Set(wordsOf(textOf(expected)))];
  const found = [...words].filter((word) => has.has(word)).length;
  return {
    score: words.size === 0 ? 0 : Math.round((100 * found) / words.size),
    reason: `The sandbox cannot judge. ${found} of ${words.size} words of ${of} are in the output.`,
  };
}

const textOf = (value: Json) => (typeof value === "string" ? value : JSON.stringify(value));
const wordsOf = (text: string) => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
