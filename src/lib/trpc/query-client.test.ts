import { TRPCError } from "@trpc/server";
import { describe, expect, it, vi } from "vitest";
import { createQueryClient, type StatusOf, statusOfAnswer } from "./query-client.ts";
import { statusOfCall } from "./status-of-call.ts";

/** Counts the requests to a procedure that always fails with this error, without waiting for the pauses. */
async function timesAsked(statusOf: StatusOf, failure: unknown): Promise<number> {
  const client = createQueryClient(statusOf);
  client.setDefaultOptions({ queries: { ...client.getDefaultOptions().queries, retryDelay: 0 } });
  const ask = vi.fn(() => Promise.reject(failure));
  await expect(client.fetchQuery({ queryKey: ["asked"], queryFn: ask })).rejects.toBe(failure);
  return ask.mock.calls.length;
}

describe("a query that fails", () => {
  it.each(["UNAUTHORIZED", "FORBIDDEN", "NOT_FOUND", "TOO_MANY_REQUESTS"] as const)(
    "is asked once where the answer is %s, so that no page waits for what stays refused",
    async (code) => {
      expect(await timesAsked(statusOfCall, new TRPCError({ code }))).toBe(1);
    },
  );

  it("is not retried if the server refuses", async () => {
    expect(await timesAsked(statusOfAnswer, { data: { httpStatus: 403 } })).toBe(1);
  });

  it("is retried if the error may pass", async () => {
    expect(await timesAsked(statusOfCall, new TRPCError({ code: "INTERNAL_SERVER_ERROR" }))).toBe(3);
    expect(await timesAsked(statusOfCall, new Error("The connection is gone."))).toBe(3);
    expect(await timesAsked(statusOfAnswer, { data: { httpStatus: 503 } })).toBe(3);
    expect(await timesAsked(statusOfAnswer, new TypeError("fetch failed"))).toBe(3);
  });
});
