import { AppError } from "#core/errors.ts";
import type { Json } from "#core/json/json.ts";
import type { EngineEvent } from "./engine-event.ts";

/** The embedded engine's task for an event that no function has taken yet. */
export const eventTask = "penstock/event";

/**
 * The fields of an event's data that concurrency and throttle of a function may be keyed by. Each job carries a flag
 * for each of them, so that whoever adds a job need not know which functions will run it and what their limits are.
 */
export const limitKeys = ["workspaceId", "throttleKey"] as const;
export type LimitKey = (typeof limitKeys)[number];

/** After this many crashes in a row during one job, it is the job that kills the worker, and it is set aside. */
export const jobMaxAttempts = 25;
/** The queue's own limit on a key is 512 characters. */
const maxEventIdLength = 450;
const maxFlagValueLength = 200;

/** One job for `system.dispatch_jobs`, which makes graphile-worker's `job_spec` of it. */
export interface JobSpec<Payload = Json> {
  readonly task: string;
  readonly payload: Payload;
  /** Unique among jobs that wait or run. */
  readonly job_key: string;
  /** ISO 8601; null = now, by the database's clock. */
  readonly run_at: string | null;
  readonly max_attempts: number;
  readonly flags: readonly string[];
}

/**
 * Turns an event into the embedded engine's job. Whoever adds the job leaves an existing job of the same key alone,
 * whether it waits or runs: so an event that is sent twice starts one function run, as with Inngest itself.
 *
 * @throws AppError INVALID_INPUT when the id or a limit key's value is longer than the queue can hold.
 */
export function toJobSpec(event: EngineEvent, nowMs: number): JobSpec {
  if (event.id.length === 0 || event.id.length > maxEventIdLength) {
    throw new AppError(
      "INVALID_INPUT",
      `The id of an event ${event.name} must have 1 to ${maxEventIdLength} characters; it has ${event.id.length}.`,
    );
  }
  return {
    task: eventTask,
    payload: {
      id: event.id,
      name: event.name,
      data: event.data,
      ts: event.ts,
      ...(event.v === undefined ? {} : { v: event.v }),
    },
    job_key: `event:${event.id}`,
    run_at: event.ts > nowMs ? new Date(event.ts).toISOString() : null,
    max_attempts: jobMaxAttempts,
    flags: [...limitFlags(event.name, event.data), ...turnFlags(event.data)],
  };
}

const turnSubject = "workspace=";

/** The flag that every job of a workspace carries, whatever it is for: workspaces take turns. */
export function workspaceFlag(workspaceId: string): string {
  return `${turnSubject}${workspaceId}`;
}

/** Whose job carries these flags; null for one that belongs to no workspace. */
export function workspaceOfFlags(flags: { readonly [flag: string]: true } | null): string | null {
  const flag = Object.keys(flags ?? {}).find((each) => each.startsWith(turnSubject));
  return flag === undefined ? null : flag.slice(turnSubject.length);
}

/** What decides a job's turn; none for a job that belongs to no workspace. */
export function turnFlags(data: { readonly [key: string]: Json }): readonly string[] {
  const workspaceId = limitValue(data, "workspaceId");
  return workspaceId === null ? [] : [workspaceFlag(workspaceId)];
}

/** The flag that all jobs of a subject (an event's name, a function's id) with this value of a key carry. */
export function limitFlag(subject: string, key: LimitKey | null, value: string): string {
  return key === null ? subject : `${subject}?${key}=${value}`;
}

/** All flags of a job of this subject: one for the subject itself and one for each limit key that its data has. */
export function limitFlags(subject: string, data: { readonly [key: string]: Json }): readonly string[] {
  const flags = [subject];
  for (const key of limitKeys) {
    const value = limitValue(data, key);
    if (value !== null) flags.push(limitFlag(subject, key, value));
  }
  return flags;
}

/** The value that a limit is counted under; null when the data has none, and the limit does not apply. */
export function limitValue(data: { readonly [key: string]: Json }, key: LimitKey | null): string | null {
  if (key === null) return "";
  const value = data[key];
  if (typeof value !== "string" && typeof value !== "number") return null;
  const text = String(value);
  if (text.length > maxFlagValueLength) {
    throw new AppError(
      "INVALID_INPUT",
      `The value of ${key} in an event must have at most ${maxFlagValueLength} characters; it has ${text.length}.`,
    );
  }
  return text;
}
