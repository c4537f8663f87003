import { describe, expect, it } from "vitest";
import { isCounted } from "./is-counted.ts";

const nothing = { inputTokens: 0, outputTokens: 0, costMicros: 0 };

describe("isCounted", () => {
  it("does not take nothing yet for zero", () => {
    expect(isCounted("pending", nothing)).toBe(false);
    expect(isCounted("running", nothing)).toBe(false);
    expect(isCounted("waiting", nothing)).toBe(false);
  });

  it("believes what has been counted, and zero at the end", () => {
    expect(isCounted("running", { ...nothing, outputTokens: 3 })).toBe(true);
    expect(isCounted("running", { ...nothing, costMicros: null })).toBe(true);
    expect(isCounted("failed", nothing)).toBe(true);
  });
});
