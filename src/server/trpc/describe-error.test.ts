import { TRPCError } from "@trpc/server";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { errorCodes } from "#core/error-codes.ts";
import { AppError } from "#core/errors.ts";
import { describeError, toTrpcError } from "./describe-error.ts";

const describeThrown = (error: unknown) => {
  const told = toTrpcError(error);
  return describeError(
    told instanceof TRPCError ? told : new TRPCError({ code: "INTERNAL_SERVER_ERROR", cause: error }),
    "request-1",
  );
};

describe("describeError", () => {
  it.each(errorCodes)("shows %s with its own message and the request's id", (code) => {
    const told = describeThrown(new AppError(code, "What happened. What to do next."));
    expect(told).toMatchObject({ code, message: "What happened. What to do next.", requestId: "request-1" });
  });

  it("passes on the error's place and how long to wait", () => {
    const problem = { code: "cycle", severity: "error", message: "a -> b -> a", nodeId: "a" } as const;
    const told = describeThrown(
      new AppError("INVALID_DEFINITION", "No.", { problems: [problem], nodeId: "a", retryAfterMs: 3000 }),
    );
    expect(told).toMatchObject({ problems: [problem], nodeId: "a", retryAfterMs: 3000 });
  });

  it("reveals nothing of an unknown error", () => {
    const told = describeThrown(new Error("connect ECONNREFUSED postgres://app:canary@db/x"));
    expect(told.code).toBe("INTERNAL");
    expect(JSON.stringify(told)).not.toMatch(/canary|ECONN/);
    expect(told.message).toContain("request-1");
  });

  it("reveals nothing of the cause of a known error", () => {
    const told = describeThrown(
      new AppError("CONFLICT", "Somebody was faster.", { cause: new Error("canary") }),
    );
    expect(JSON.stringify(told)).not.toContain("canary");
  });

  it("locates each problem of an input", () => {
    const parsed = z
      .object({ name: z.string(), size: z.object({ bytes: z.number() }) })
      .safeParse({ size: {} });
    const told = describeThrown(new TRPCError({ code: "BAD_REQUEST", cause: parsed.error }));
    expect(told.code).toBe("INVALID_INPUT");
    expect(told.problems.map(({ path }) => path)).toEqual([["name"], ["size", "bytes"]]);
    expect(told.message).toContain("size.bytes");
  });
});
