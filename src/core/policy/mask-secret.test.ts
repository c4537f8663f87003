import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeSecret, maskSecret } from "./mask-secret.ts";

describe("maskSecret", () => {
  it("shows the beginning and the last four of a real key", () => {
    const masked = maskSecret("sk-ant-api03-0123456789abcdefghijklmnopqrstuvwxyz-f3Qa");
    expect(masked).toEqual({ prefix: "sk-ant-", lastFour: "f3Qa" });
    expect(describeSecret(masked)).toBe("sk-ant-…f3Qa");
  });

  it("never shows more than a third, nor twice the same place", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 80 }), (secret) => {
        const { prefix, lastFour } = maskSecret(secret);
        expect(prefix.length + lastFour.length).toBeLessThanOrEqual(secret.length / 3);
        expect(secret.startsWith(prefix)).toBe(true);
        expect(secret.endsWith(lastFour)).toBe(true);
        expect(lastFour.length).toBeLessThanOrEqual(4);
      }),
    );
  });

  it("shows nothing of what is too short to be a secret", () => {
    expect(maskSecret("ab")).toEqual({ prefix: "", lastFour: "" });
  });
});
