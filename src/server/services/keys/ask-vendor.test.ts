import { expect, it } from "vitest";
import { askVendor } from "./ask-vendor.ts";

it("reports a vendor that never finishes as the vendor's error", async () => {
  const never = (signal: AbortSignal) =>
    new Promise<never>((_resolve, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
    });
  await expect(askVendor(10, never)).rejects.toMatchObject({ code: "PROVIDER_TIMEOUT", retryable: true });
});

it("returns answers and passes other errors on", async () => {
  expect(await askVendor(1_000, async () => 7)).toBe(7);
  await expect(askVendor(1_000, () => Promise.reject(new RangeError("odd")))).rejects.toThrow(RangeError);
});
