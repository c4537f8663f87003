import { RetryAfterError } from "inngest";
import { expect, it } from "vitest";
import { sdkLogger } from "./sdk-logger.ts";

function listen() {
  const lines: unknown[] = [];
  const at = (level: string) => (message: string, fields: object) => {
    lines.push({ level, message, ...fields });
  };
  return { lines, logger: sdkLogger({ debug: at("debug"), info: at("info"), warn: at("warn") }) };
}

it("tells errors in their words, without a stack, and with the run they belong to", () => {
  const { lines, logger } = listen();
  logger.child({ runID: "r1" }).error({ err: new TypeError("oops"), step: "a" }, "Inngest step error");
  logger.error(new Error("No signature provided"));
  logger.warn("a notice");
  expect(lines).toEqual([
    { level: "warn", message: "Inngest step error", runID: "r1", step: "a", error: "TypeError: oops" },
    { level: "warn", message: "the Inngest SDK reports", error: "Error: No signature provided" },
    { level: "warn", message: "a notice" },
  ]);
});

it("keeps an ordinary retry for debugging", () => {
  const { lines, logger } = listen();
  logger.error({ err: new RetryAfterError("Node talk continues later", 1_000) }, "Inngest step error");
  expect(lines).toEqual([
    { level: "debug", message: "Inngest step error", error: "RetryAfterError: Node talk continues later" },
  ]);
});
