import { cron } from "inngest";
import { describe, expect, it } from "vitest";
import type { PenstockInngest } from "#inngest/client.ts";
import { sdkOf } from "../testing/drive-in-memory.ts";
import { registerFunctions } from "./register-functions.ts";

type Options = Parameters<PenstockInngest["createFunction"]>[0];

function register(...options: Options[]) {
  const { sdk } = sdkOf((client) => options.map((each) => client.createFunction(each, () => null)));
  return registerFunctions(sdk);
}

const triggers = { event: "e" };

describe("registerFunctions", () => {
  it("reads triggers, tries, limits and failure handlers", async () => {
    const directory = await register(
      {
        id: "node",
        retries: 4,
        triggers: [{ event: "ready" }, { event: "again" }],
        concurrency: [{ limit: 5, key: "event.data.workspaceId" }, { limit: 20 }],
        throttle: { limit: 60, period: "1m", burst: 3, key: "event.data.throttleKey" },
        onFailure: () => null,
      },
      { id: "clock", retries: 0, triggers: cron("* * * * *"), concurrency: 1 },
    );
    expect(directory.byId("penstock-node")).toEqual({
      id: "penstock-node",
      events: ["ready", "again"],
      crons: [],
      maxAttempts: 5,
      concurrency: [
        { limit: 5, key: "workspaceId" },
        { limit: 20, key: null },
      ],
      throttle: { limit: 60, periodMs: 60_000, burst: 3, key: "throttleKey" },
    });
    expect(directory.byId("penstock-clock")).toMatchObject({
      crons: ["* * * * *"],
      concurrency: [{ limit: 1, key: null }],
    });
    expect(directory.startedBy("again").map(({ id }) => id)).toEqual(["penstock-node"]);
    expect(directory.startedBy("inngest/function.failed")).toEqual([]);
    expect(directory.failureHandlerOf("penstock-node")).toMatchObject({ maxAttempts: 2 });
    expect(directory.failureHandlerOf("penstock-clock")).toBeNull();
  });

  const refused: readonly (readonly [string, Options, string])[] = [
    ["cancelOn", { id: "f", retries: 0, triggers, cancelOn: [{ event: "stop" }] }, "the option cancel"],
    ["debounce", { id: "f", retries: 0, triggers, debounce: { period: "1s" } }, "the option debounce"],
    [
      "rateLimit",
      { id: "f", retries: 0, triggers, rateLimit: { limit: 1, period: "1s" } },
      "the option rateLimit",
    ],
    [
      "batchEvents",
      { id: "f", retries: 0, triggers, batchEvents: { maxSize: 2, timeout: "1s" } },
      "the option batchEvents",
    ],
    ["singleton", { id: "f", retries: 0, triggers, singleton: { mode: "skip" } }, "the option singleton"],
    ["priority", { id: "f", retries: 0, triggers, priority: { run: "100" } }, "the option priority"],
    ["timeouts", { id: "f", retries: 0, triggers, timeouts: { start: "1s" } }, "the option timeouts"],
    ["idempotency", { id: "f", retries: 0, triggers, idempotency: "event.data.a" }, "the option idempotency"],
    [
      "an expression",
      { id: "f", retries: 0, triggers: { event: "e", if: "true" } },
      "a trigger with an `if` expression",
    ],
    [
      "a key of another form",
      { id: "f", retries: 0, triggers, concurrency: { limit: 1, key: "event.data.workspaceId + 'x'" } },
      "the key event.data.workspaceId + 'x' (known: event.data.workspaceId, event.data.throttleKey",
    ],
    [
      "a field that jobs carry no flag for",
      { id: "f", retries: 0, triggers, throttle: { limit: 1, period: "1s", key: "event.data.other" } },
      "the key event.data.other",
    ],
    [
      "a scope beyond the function",
      { id: "f", retries: 0, triggers, concurrency: { limit: 1, scope: "account", key: '"x"' } },
      "concurrency with scope account",
    ],
    ["a wildcard", { id: "f", retries: 0, triggers: { event: "x/*" } }, "the wildcard x/* as a trigger"],
    ["every event", { id: "f", retries: 0, triggers: { event: "*" } }, "the wildcard * as a trigger"],
    [
      "a time zone",
      { id: "f", retries: 0, triggers: cron("TZ=Europe/Paris 0 3 * * *") },
      "the schedule TZ=Europe/Paris 0 3 * * * (five fields of numbers",
    ],
    ["a nickname", { id: "f", retries: 0, triggers: cron("@hourly") }, "the schedule @hourly"],
    [
      "names of days",
      { id: "f", retries: 0, triggers: cron("0 3 * * MON-FRI") },
      "the schedule 0 3 * * MON-FRI",
    ],
    ["a sixth field", { id: "f", retries: 0, triggers: cron("0 0 3 * * *") }, "the schedule 0 0 3 * * *"],
    [
      "an hour there is not",
      { id: "f", retries: 0, triggers: cron("0 24 * * *") },
      "the schedule 0 24 * * *",
    ],
    [
      "jitter",
      { id: "f", retries: 0, triggers: Object.assign(cron("0 3 * * *"), { jitter: "30s" }) },
      "jitter with the schedule 0 3 * * *",
    ],
    [
      "a part of a start",
      { id: "f", retries: 0, triggers, throttle: { limit: 1.5, period: "1s" } },
      "a throttle limit of 1.5",
    ],
    [
      "a burst of none",
      { id: "f", retries: 0, triggers, throttle: { limit: 1, period: "1s", burst: 0 } },
      "a throttle burst of 0",
    ],
    [
      "a period of more than a week",
      { id: "f", retries: 0, triggers, throttle: { limit: 1, period: "8d" } },
      "a throttle period of 8d",
    ],
    ["more retries than Inngest has", { id: "f", retries: 21 as 20, triggers }, "21 retries (0 to 20)"],
    [
      "a concurrency of none",
      { id: "f", retries: 0, triggers, concurrency: 0 },
      "a concurrency limit below 1",
    ],
  ];
  it.each(refused)("refuses %s, naming the function", async (_name, options, feature) => {
    await expect(register(options)).rejects.toThrow(`Function penstock-f uses ${feature}`);
  });

  it("refuses a function that leaves its retries to the engine", async () => {
    await expect(register({ id: "f", triggers })).rejects.toThrow("must say how many retries it has");
  });
});
