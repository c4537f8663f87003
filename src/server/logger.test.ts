import { describe, expect, it } from "vitest";
import { createLogger, type Logger } from "./logger.ts";

const canary = "sk-ant-canary-4f9a1c77e2";

function logged(write: (log: Logger) => void): string {
  const lines: string[] = [];
  write(createLogger({ level: "trace", service: "test" }, { write: (line) => lines.push(line) }));
  return lines.join("");
}

describe("createLogger", () => {
  it("writes one JSON object per line with the ids it was given", () => {
    const line = logged((log) => log.child({ requestId: "r-1", runId: "run-1" }).info("started"));
    expect(JSON.parse(line)).toMatchObject({
      level: "info",
      service: "test",
      requestId: "r-1",
      runId: "run-1",
      msg: "started",
    });
  });

  it.each<[string, Record<string, unknown>, unknown]>([
    [
      "an error that an engine wrote down and read again",
      {
        error: {
          name: "AppError",
          message: "no table",
          stack: "AppError: no table\n    at x.ts:1",
          body: "plain",
        },
      },
      { error: { name: "AppError", message: "no table", stack: "AppError: no table\n    at x.ts:1" } },
    ],
    ["our own words about one", { error: "Error: no table" }, { error: "Error: no table" }],
    [
      "a thrown number, by its type alone",
      { err: 7 },
      { err: { name: "number", message: "something was thrown that is not an error, but of type number" } },
    ],
  ])("reports %s", (_what, fields, told) => {
    const line = JSON.parse(logged((log) => log.error(fields, "x"))) as Record<string, unknown>;
    expect({ ...line, level: 0, service: 0, time: 0, msg: 0 }).toEqual({
      ...(told as object),
      level: 0,
      service: 0,
      time: 0,
      msg: 0,
    });
  });

  it.each<[string, (log: Logger) => void]>([
    ["a field", (log) => log.info({ apiKey: "plain-canary" }, "x")],
    ["a nested field", (log) => log.info({ request: { headers: { authorization: "plain-canary" } } }, "x")],
    ["a cookie", (log) => log.info({ request: { cookie: "plain-canary" } }, "x")],
    ["a message", (log) => log.warn(`the vendor refused ${canary}`)],
    ["a bearer header in a message", (log) => log.warn("sent Authorization: Bearer plain-canary")],
    ["a database address", (log) => log.error("cannot reach postgres://app:plain-canary@db:5432/x")],
    ["an error's message", (log) => log.error({ err: new Error(`bad key ${canary}`) }, "x")],
    ["a cause", (log) => log.error({ err: new Error("x", { cause: new Error(canary) }) }, "x")],
    [
      "what a vendor's error carries",
      (log) =>
        log.error({ err: Object.assign(new Error("401"), { headers: { "x-key": "plain-canary" } }) }, "x"),
    ],
    [
      "what an error's written form carries",
      (log) => log.error({ error: { name: "E", message: "x", headers: { "x-key": "plain-canary" } } }, "x"),
    ],
    ["a thrown string", (log) => log.error({ err: "plain-canary" }, "x")],
    ["our own token", (log) => log.info(`used pen_${"a".repeat(32)}_plain-canary`.replace("-", "_"))],
  ])("keeps a secret in %s out of the log", (_where, write) => {
    expect(logged(write)).not.toMatch(/canary/);
  });
});
