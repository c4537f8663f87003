import { expect, it } from "vitest";
import { lastTryWords } from "./webhook-words.ts";

it("gives the result of the last try", () => {
  const taken = { atMs: 1, tookMs: 2, status: 204, error: null };
  const failed = { atMs: 1, tookMs: 2, status: 500, error: "The receiver answered with status 500." };
  expect(lastTryWords({ tries: [] })).toBeNull();
  expect(lastTryWords({ tries: [taken] })).toBe("1 try; the last: answered with status 204");
  expect(lastTryWords({ tries: [taken, failed] })).toBe(
    "2 tries; the last: The receiver answered with status 500.",
  );
});
