import { describe, expect, it } from "vitest";
import { runIdSchema } from "#core/ids.ts";
import { readRunCursor, writeRunCursor } from "./run-cursor.ts";

const id = runIdSchema.parse("01930f6e-7c00-7d4a-9d53-2f6f2f0c8a13");

describe("a cursor of the runs list", () => {
  it("can be read back", () => {
    expect(writeRunCursor("newest", { id, orderKey: 0 })).toBe(id);
    expect(readRunCursor("oldest", id)).toEqual({ id, orderKey: 0 });
    const expensive = { id, orderKey: 1_250_000 };
    expect(readRunCursor("costliest", writeRunCursor("costliest", expensive))).toEqual(expensive);
  });

  it("is refused in another order, and where it is invalid", () => {
    for (const [order, cursor] of [
      ["longest", id],
      ["newest", `12.${id}`],
      ["costliest", `-1.${id}`],
      ["costliest", `1e9.${id}`],
      ["longest", "12.nobody"],
      ["newest", ""],
    ] as const) {
      expect(() => readRunCursor(order, cursor)).toThrow("This cursor does not belong to the order");
    }
  });
});
