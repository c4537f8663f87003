import { expect, it } from "vitest";
import { fitsAddress } from "./fits-address.ts";

it("counts what an input becomes in an address", () => {
  expect(fitsAddress(undefined)).toBe(true);
  expect(fitsAddress({ text: "a".repeat(2_000) })).toBe(true);
  expect(fitsAddress({ text: "a".repeat(2_500) })).toBe(false);
  expect(fitsAddress({ text: "ü".repeat(600) })).toBe(false);
  expect(fitsAddress({ text: "\ud800" })).toBe(true);
});
