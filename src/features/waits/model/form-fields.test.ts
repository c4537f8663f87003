import { expect, it } from "vitest";
import { formFields, readAnswerForm } from "./form-fields.ts";

const fields = formFields({
  type: "object",
  required: ["amount"],
  properties: {
    amount: { type: "number", title: "Amount", description: "In euros" },
    note: { type: "string" },
    word: { type: "string", maxLength: 20 },
    kind: { enum: ["a", "b"] },
    sure: { type: "boolean" },
    tags: { type: "array" },
  },
});

it("has a control for each field of a schema", () => {
  expect(fields.map(({ name, kind }) => [name, kind])).toEqual([
    ["amount", "number"],
    ["note", "long"],
    ["word", "text"],
    ["kind", "choice"],
    ["sure", "bool"],
    ["tags", "json"],
  ]);
  expect(fields[0]).toMatchObject({ label: "Amount", hint: "In euros", limits: null, isRequired: true });
  expect(fields[2]).toMatchObject({ limits: "At most 20 characters." });
  expect(formFields({ type: "object" })).toEqual([]);
});

it("parses filled fields, omits empty ones, and reports invalid ones", () => {
  expect(readAnswerForm(fields, { amount: "3.5", note: " ", kind: "b", sure: true, tags: "[1]" })).toEqual({
    ok: true,
    value: { amount: 3.5, kind: "b", sure: true, tags: [1] },
  });
  const read = readAnswerForm(fields, { tags: "[1", amount: "much" });
  expect(read.ok ? null : [...read.faults.keys()]).toEqual(["amount", "tags"]);
  const empty = readAnswerForm(fields, {});
  expect(empty.ok ? null : [...empty.faults]).toEqual([["amount", "Fill this in."]]);
});

it("resolves references, and has a control for nullable fields", () => {
  const named = formFields({
    type: "object",
    required: ["colour", "note"],
    $defs: {
      colour: { $ref: "#/$defs/words" },
      words: { enum: ["red", "blue"], title: "Colour" },
      loop: { $ref: "#/$defs/loop" },
    },
    properties: {
      colour: { $ref: "#/$defs/colour", description: "Of the gate" },
      note: { type: ["string", "null"], maxLength: 40 },
      level: { anyOf: [{ type: "null" }, { type: "integer", title: "Level" }] },
      size: { enum: ["small", "large", null] },
      either: { type: ["string", "number"] },
      loop: { $ref: "#/$defs/loop" },
      gone: { $ref: "#/$defs/gone" },
    },
  });
  expect(named.map(({ name, kind, isNullable }) => [name, kind, isNullable])).toEqual([
    ["colour", "choice", false],
    ["note", "text", true],
    ["level", "number", true],
    ["size", "choice", true],
    ["either", "json", false],
    ["loop", "json", false],
    ["gone", "json", false],
  ]);
  expect(named[0]).toMatchObject({ label: "Colour", hint: "Of the gate", options: ["red", "blue"] });
  expect(named[2]).toMatchObject({ label: "Level" });
  expect(readAnswerForm(named, { colour: "red", level: "3" })).toEqual({
    ok: true,
    value: { colour: "red", note: null, level: 3 },
  });
});
