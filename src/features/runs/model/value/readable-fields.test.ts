import { describe, expect, it } from "vitest";
import { readableFields } from "./readable-fields.ts";

describe("readableFields", () => {
  it("finds long texts in an object, and keeps the other fields beside them", () => {
    const value = { risks: "One.\nTwo.", count: 2 };
    expect(readableFields(value)).toEqual([
      ["risks", "One.\nTwo."],
      ["count", 2],
    ]);
  });

  it.each([null, "text\ntext", 1, ["a\nb"], {}, { name: "brief.md", bytes: 12 }])(
    "leaves %j alone",
    (value) => {
      expect(readableFields(value)).toBeNull();
    },
  );
});
