import { Ajv } from "ajv";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "#core/json/json.ts";
import { parseSandboxModel } from "#core/model/sandbox-model.ts";
import { answer } from "./answer.ts";
import type { Asked } from "./asked.ts";
import { estimateTokens, takeTokens, toPieces } from "./token-pieces.ts";

const licence = `Terms and conditions for use

1. Definitions. This opening sentence only defines some of the words used below.

2. Redistribution. You must give any other recipients of the Work a copy of this
   License. You must cause any modified files to carry prominent notices.

3. Disclaimer of Warranty. The Licensor provides the Work on an "as is" basis, without warranties of any kind.
   In no event shall any Contributor be liable to You for damages of any character.

The weather on that day was mild and the offices were open until five.`;

function request(text: string, change: Partial<Asked> = {}): Asked {
  const asked = { model: "x", system: "", text, characters: text.length, schema: null, maxTokens: 10_000 };
  return { ...asked, userId: null, isStreamed: false, ...change };
}

function say(name: string, asked: Asked): string {
  const parsed = parseSandboxModel(name);
  if (parsed.kind !== "model") throw new Error(parsed.kind);
  return answer(parsed.model, asked).pieces.join("");
}

describe("the sandbox as a judge", () => {
  const schemaOf = (field: string): JsonObject => ({
    type: "object",
    properties: { reason: { type: "string" }, [field]: {} },
    required: ["reason", field],
  });
  const judge = (read: JsonObject, field = "verdict") =>
    JSON.parse(
      say("brief", request(`Judge this case.\n\n${JSON.stringify(read)}`, { schema: schemaOf(field) })),
    );

  it("looks for the text that a line of the rubric names", () => {
    const read = { rubric: "It names a time.\n@contains four", input: null, expected: null };
    expect(judge({ ...read, actual: { said: "High tide at four." } })).toEqual({
      reason: 'The sandbox looked for "four" in the output, and it is there.',
      verdict: "pass",
    });
    expect(judge({ ...read, actual: "High tide at noon." }).verdict).toBe("fail");
    expect(judge({ ...read, actual: "At noon." }, "score")).toEqual({
      reason: 'The sandbox looked for "four" in the output, and it is not there.',
      score: 0,
    });
  });

  it("without such a line, counts words of the expected output, or else of the rubric", () => {
    const read = { rubric: "It is polite.", input: null, expected: "High tide today" };
    expect(judge({ ...read, actual: "Today we have high water." }, "score")).toEqual({
      reason: "The sandbox cannot judge. 2 of 3 words of what is expected are in the output.",
      score: 67,
    });
    expect(judge({ ...read, actual: "Today we have high water." }).verdict).toBe("pass");
    expect(judge({ ...read, expected: null, actual: "Go away." })).toEqual({
      reason: "The sandbox cannot judge. 0 of 3 words of the rubric are in the output.",
      verdict: "fail",
    });
    expect(judge({ rubric: "", input: null, expected: null, actual: "" }, "score").score).toBe(0);
  });

  it("does not judge an object that only looks like a request", () => {
    const said = say("brief", request('Sum up.\n\n{"rubric": 1}', { schema: schemaOf("verdict") }));
    expect(said).not.toContain("cannot judge");
  });
});

describe("what the sandbox answers", () => {
  it("extracts the sentences about the task", () => {
    const obligations = say("small", request(`List the obligations in this text.\n\n${licence}`));
    expect(obligations).toContain("- You must give any other recipients of the Work a copy of this License.");
    expect(obligations).not.toContain("weather");
    const risks = say("small", request(`Which risks and liabilities are in this text?\n\n${licence}`));
    expect(risks).toContain("liable to You for damages");
    expect(risks).not.toContain("weather");
  });

  it("invents nothing: each line is in the text", () => {
    const flat = licence.replace(/\s+/g, " ");
    const lines = say("brief", request(`Sum up.\n\n${licence}`))
      .split("\n")
      .filter((line) => line.startsWith("- "));
    expect(lines.length).toBeGreaterThan(2);
    for (const line of lines) expect(flat).toContain(line.slice(2));
  });

  it("takes the task from the system prompt too, and reads strings out of JSON", () => {
    const joined = JSON.stringify({
      left: "- You must retain all copyright notices.",
      right: "- There is no warranty at all here.",
    });
    const said = say("brief", request(`Write a brief.\n\n${joined}`, { system: "You weigh risks." }));
    expect(said).toContain("- You must retain all copyright notices.");
    expect(said).toContain("- There is no warranty at all here.");
  });

  it("says so when there is no text", () => {
    expect(say("brief", request("   "))).toBe("The sandbox was given no text to extract from.");
  });

  it("echoes", () => {
    expect(say("echo", request("a\n b"))).toBe("a\n b");
  });

  it("is as long as requested", () => {
    expect(estimateTokens(say("brief?tokens=300", request(licence)).length)).toBeGreaterThanOrEqual(298);
    expect(say("brief?tokens=5", request(licence)).length).toBeLessThanOrEqual(20);
  });

  it.each<[string, JsonObject]>([
    [
      "an object",
      {
        type: "object",
        properties: { title: { type: "string" }, pages: { type: "integer", minimum: 2, maximum: 9 } },
        required: ["title", "pages"],
        additionalProperties: false,
      },
    ],
    [
      "a list with bounds",
      {
        type: "array",
        minItems: 2,
        maxItems: 2,
        items: { type: "object", properties: { risk: { enum: ["low", "high"] } }, required: ["risk"] },
      },
    ],
    [
      "references",
      {
        $defs: {
          item: { type: "object", properties: { at: { type: "string", format: "date" } }, required: ["at"] },
        },
        type: "object",
        properties: { item: { $ref: "#/$defs/item" } },
        required: ["item"],
      },
    ],
    ["choices", { anyOf: [{ type: "boolean" }, { type: "null" }] }],
    ["types in a list", { type: ["number", "null"] }],
    [
      "bounded strings",
      {
        type: "object",
        properties: { code: { type: "string", minLength: 3, maxLength: 5 } },
        required: ["code"],
      },
    ],
  ])("fills %s so that it is valid", (_name, schema) => {
    const said = JSON.parse(say("json", request(licence, { schema })));
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);
    expect(validate(said), JSON.stringify(validate.errors)).toBe(true);
  });

  it("reads bounds that the vendor's subset moved into the description", () => {
    const schema = { type: "integer", description: "How many\n\n{minimum: 40, maximum: 42}" };
    const said = Number(say("json", request(licence, { schema })));
    expect(said).toBeGreaterThanOrEqual(40);
    expect(said).toBeLessThanOrEqual(42);
  });

  it("survives a schema that requires itself", () => {
    const schema = { type: "object", properties: { next: { $ref: "#" } }, required: ["next"] };
    const asked = request(licence, { schema });
    expect(JSON.parse(say("json", asked))).toHaveProperty("next");
  });
});

describe("pieces", () => {
  it("joined, are the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
        expect(toPieces(text).join("")).toBe(text);
      }),
    );
  });

  it("are cut to a number of tokens", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 200 }), fc.integer({ min: 1, max: 60 }), (text, maxTokens) => {
        const taken = takeTokens(toPieces(text), maxTokens).join("");
        expect(text.startsWith(taken)).toBe(true);
        expect(estimateTokens(taken.length)).toBeLessThanOrEqual(maxTokens);
      }),
    );
  });
});
