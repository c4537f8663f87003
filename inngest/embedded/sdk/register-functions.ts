import { parseCronItem } from "graphile-worker";
import { z } from "zod";
import { type LimitKey, limitKeys } from "#core/dispatch/job-spec.ts";
import {
  type ConcurrencyLimit,
  FunctionDirectory,
  type FunctionPlan,
  failureSuffix,
  type ThrottleLimit,
} from "../function-plan.ts";
import { parseDurationMs } from "./duration.ts";
import type { SdkHandler } from "./sdk-handler.ts";

const concurrencySchema = z.object({
  limit: z.number(),
  key: z.string().optional(),
  scope: z.string().optional(),
});
const configSchema = z.looseObject({
  id: z.string(),
  triggers: z.array(
    z.union([
      z.strictObject({ event: z.string(), expression: z.string().optional() }),
      z.strictObject({ cron: z.string(), jitter: z.string().optional() }),
    ]),
  ),
  steps: z.object({ step: z.object({ retries: z.object({ attempts: z.number().optional() }).optional() }) }),
  concurrency: z.union([z.number(), concurrencySchema, z.array(concurrencySchema)]).optional(),
  throttle: z
    .object({
      limit: z.number(),
      period: z.string(),
      burst: z.number().optional(),
      key: z.string().optional(),
    })
    .optional(),
});
type FunctionConfig = z.infer<typeof configSchema>;

const registrationSchema = z.object({ functions: z.array(configSchema) });

/** Inngest's own bounds. */
const maxRetries = 20;
const maxPeriodMs = 7 * 86_400_000;

/** Options of a function that a real Inngest server honours and this engine would silently ignore. */
const refusedOptions = [
  "idempotency",
  "batchEvents",
  "rateLimit",
  "debounce",
  "priority",
  "timeouts",
  "singleton",
  "cancel",
] as const;

/**
 * Asks the SDK for the functions' registration, as an Inngest server would (an in-band sync), and parses it.
 *
 * @throws Error naming the function and the option if one of them needs what this engine does not do.
 */
export async function registerFunctions(handler: SdkHandler): Promise<FunctionDirectory> {
  const answer = await handler({
    method: "PUT",
    query: {},
    headers: { "x-inngest-sync-kind": "in_band" },
    body: JSON.stringify({ url: "http://penstock.embedded/api/inngest" }),
  });
  if (answer.status !== 200) throw new Error(`The SDK did not register its functions: ${answer.body}`);
  const { functions } = registrationSchema.parse(JSON.parse(answer.body));
  return new FunctionDirectory(functions.map(readFunction));
}

function readFunction(config: FunctionConfig): FunctionPlan {
  for (const option of refusedOptions) {
    if (config[option] !== undefined) throw refusal(config.id, `the option ${option}`);
  }
  const retries = config.steps.step.retries?.attempts;
  if (retries === undefined) {
    throw new Error(
      `Function ${config.id} must say how many retries it has: engines differ in what they assume.`,
    );
  }
  if (!Number.isInteger(retries) || retries < 0 || retries > maxRetries)
    throw refusal(config.id, `${retries} retries (0 to ${maxRetries})`);
  return {
    id: config.id,
    events: isFailureHandler(config)
      ? []
      : config.triggers.flatMap((trigger) => readEvent(config.id, trigger)),
    crons: config.triggers.flatMap((trigger) => readCron(config.id, trigger)),
    maxAttempts: retries + 1,
    concurrency: readConcurrency(config),
    throttle: readThrottle(config),
  };
}

/** An `onFailure` is registered as a function of its own; the engine finds it by its name when a run has failed. */
function isFailureHandler(config: FunctionConfig): boolean {
  if (!config.id.endsWith(failureSuffix)) return false;
  const expression = `event.data.function_id == '${config.id.slice(0, -failureSuffix.length)}'`;
  return config.triggers.some((trigger) => "event" in trigger && trigger.expression === expression);
}

function readEvent(id: string, trigger: FunctionConfig["triggers"][number]): readonly string[] {
  if (!("event" in trigger)) return [];
  if (trigger.expression !== undefined) throw refusal(id, "a trigger with an `if` expression");
  if (trigger.event.startsWith("inngest/"))
    throw refusal(id, `the system event ${trigger.event} as a trigger`);
  if (trigger.event.includes("*")) throw refusal(id, `the wildcard ${trigger.event} as a trigger`);
  return [trigger.event];
}

/** The queue's clock accepts five numeric fields, in UTC. */
function readCron(id: string, trigger: FunctionConfig["triggers"][number]): readonly string[] {
  if (!("cron" in trigger)) return [];
  if (trigger.jitter !== undefined) throw refusal(id, `jitter with the schedule ${trigger.cron}`);
  try {
    parseCronItem({ task: "schedule", match: trigger.cron });
  } catch {
    throw refusal(id, `the schedule ${trigger.cron} (five fields of numbers, such as 0 3 * * 1-5, by UTC)`);
  }
  return [trigger.cron];
}

function readConcurrency(config: FunctionConfig): readonly ConcurrencyLimit[] {
  const given = config.concurrency;
  if (given === undefined) return [];
  const entries = typeof given === "number" ? [{ limit: given }] : Array.isArray(given) ? given : [given];
  if (entries.length > 2) throw refusal(config.id, "more than two concurrency limits");
  return entries.map((entry) => {
    if ("scope" in entry && entry.scope !== undefined && entry.scope !== "fn") {
      throw refusal(config.id, `concurrency with scope ${entry.scope}`);
    }
    if (!Number.isInteger(entry.limit) || entry.limit < 1)
      throw refusal(config.id, "a concurrency limit below 1");
    return { limit: entry.limit, key: readKey(config.id, "key" in entry ? entry.key : undefined) };
  });
}

function readThrottle(config: FunctionConfig): ThrottleLimit | null {
  if (config.throttle === undefined) return null;
  const { limit, period, burst, key } = config.throttle;
  const periodMs = parseDurationMs(period);
  if (!Number.isInteger(limit) || limit < 1) throw refusal(config.id, `a throttle limit of ${limit}`);
  if (periodMs === null || periodMs < 1_000 || periodMs > maxPeriodMs)
    throw refusal(config.id, `a throttle period of ${period} (1s to 7d)`);
  const onTop = burst ?? 1;
  if (!Number.isInteger(onTop) || onTop < 1) throw refusal(config.id, `a throttle burst of ${onTop}`);
  return { limit, periodMs, burst: onTop, key: readKey(config.id, key) };
}

/** Keys are CEL at Inngest; this engine accepts the one form that names a field it has flags for. */
function readKey(id: string, expression: string | undefined): LimitKey | null {
  if (expression === undefined) return null;
  const field = /^event\.data\.(\w+)$/.exec(expression)?.[1];
  const key = limitKeys.find((known) => known === field);
  if (key === undefined) {
    const known = limitKeys.map((name) => `event.data.${name}`).join(", ");
    throw refusal(
      id,
      `the key ${expression} (known: ${known}; the list is in src/core/dispatch/job-spec.ts)`,
    );
  }
  return key;
}

function refusal(id: string, feature: string): Error {
  return new Error(`Function ${id} uses ${feature}, which the embedded engine does not support.`);
}
