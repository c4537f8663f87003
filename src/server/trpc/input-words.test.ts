import { describe, expect, it } from "vitest";
import { z } from "zod";
import { procedureInputs, unknownIds } from "#server/testing/procedure-inputs.ts";
import { appRouter } from "./root.ts";

/** zod's own error messages. */
const vendorWords =
  /\bexpected\b|\breceived\b|invalid (input|option|string|type|key|element|uuid|email)|too (big|small)|unrecognized|\b(zod|undefined|NaN|nonoptional|record)\b|>=|<=/i;

const strange = [null, true, "", "a b\0", -1, 0.5, 1e300, [], [1], {}, "y".repeat(300_000)];

function schemaOf(path: string): z.ZodType | undefined {
  const procedures: Record<string, unknown> = appRouter._def.procedures;
  const { inputs } = (procedures[path] as { readonly _def: { readonly inputs: readonly unknown[] } })._def;
  return inputs.find((input): input is z.ZodType => input instanceof z.ZodType);
}

function wordsFor(schema: z.ZodType, input: unknown): readonly string[] {
  return schema.safeParse(input).error?.issues.map(({ message }) => message) ?? [];
}

describe.each(Object.entries(procedureInputs))("the input of %s", (path, { input }) => {
  it("is refused in our own words, field by field and as a whole", () => {
    const schema = schemaOf(path);
    if (schema === undefined) return;
    const good = Object(input(unknownIds())) as Record<string, unknown>;
    const bad = [
      ...strange,
      { ...good, colour: "red" },
      ...Object.keys(good).flatMap((key) => strange.map((value) => ({ ...good, [key]: value }))),
      ...Object.keys(good).map((left) =>
        Object.fromEntries(Object.entries(good).filter(([key]) => key !== left)),
      ),
    ];
    for (const words of bad.flatMap((value) => wordsFor(schema, value))) {
      expect(words).not.toMatch(vendorWords);
    }
  });
});
