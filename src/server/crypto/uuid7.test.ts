import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { uuid7 } from "./uuid7.ts";

const timeMs = fc.integer({ min: 0, max: 2 ** 48 - 1 });

describe("uuid7", () => {
  it("is a UUID of version 7 that begins with its time", () => {
    fc.assert(
      fc.property(timeMs, (nowMs) => {
        const id = uuid7(nowMs);
        expect(z.uuidv7().safeParse(id).success).toBe(true);
        expect(Number.parseInt(id.replace("-", "").slice(0, 12), 16)).toBe(nowMs);
      }),
    );
  });

  it("sorts by time and never repeats", () => {
    fc.assert(
      fc.property(
        timeMs,
        timeMs,
        (left, right) => left === right || left < right === uuid7(left) < uuid7(right),
      ),
    );
    expect(new Set(Array.from({ length: 1000 }, () => uuid7(1))).size).toBe(1000);
  });
});
