import { expect, it } from "vitest";
import { formFields, readForm } from "./form-fields.ts";

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

it("makes a control of each field of a schema", () => {
  expect(fields.map(({ name, kind }) => [name, kind])).toEqual([
    ["amount", "number"],
    ["note", "long"],
    ["word", "text"],
    ["kind", "choice"],
    ["sure", "bool"],
    ["tags", "json"],
  ]);
  expect(fields[0]).toMatchObject({ label: "Amount", hint: "In euros", isRequired: true });
  expect(formFields({ type: "object" })).toEqual([]);
});

it("reads what was filled in, leaves out what was not, and names what cannot be read", () => {
  expect(readForm(fields, { amount: "3.5", note: " ", kind: "b", sure: true, tags: "[1]" })).toEqual({
    ok: true,
    value: { amount: 3.5, kind: "b", sure: true, tags: [1] },
  });
  const read = readForm(fields, { tags: "[1", amount: "much" });
  expect(read.ok ? null : [...read.faults.keys()]).toEqual(["amount", "tags"]);
  const empty = readForm(fields, {});
  expect(empty.ok ? null : [...empty.faults]).toEqual([["amount", "Fill this in."]]);
});
