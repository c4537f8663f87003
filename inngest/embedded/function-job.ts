import type { EngineEvent } from "#core/dispatch/engine-event.ts";
import { type JobSpec, jobMaxAttempts, limitFlags, turnFlags } from "#core/dispatch/job-spec.ts";
import type { FunctionPlan } from "./function-plan.ts";
import { startSubject } from "./queue/flow-control.ts";
import type { FunctionJob, FunctionRunState } from "./sdk/run-state.ts";

/** The task for a run of one function. */
export const functionTask = "penstock/function";

/** Steps return references, not content; a state that grows beyond this is a mistake in the function. */
const maxPayloadBytes = 256 * 1024;

/** The job of a run that starts. Its id is the same however often its event is delivered. */
export function startJob(plan: FunctionPlan, event: EngineEvent, jobKey: string): JobSpec<FunctionJob> {
  const payload: FunctionJob = { functionId: plan.id, runId: `${plan.id}:${event.id}`, event };
  const flags = [...limitFlags(plan.id, event.data), ...limitFlags(startSubject(plan), event.data)];
  return spec(payload, jobKey, null, flags);
}

/**
 * The job of a run that continues later.
 *
 * @throws Error if the results of its steps are too large to be carried along.
 */
export function continuationJob(
  plan: FunctionPlan,
  job: Omit<FunctionJob, "state">,
  state: FunctionRunState,
  jobKey: string,
  runAtMs: number,
): JobSpec<FunctionJob> {
  const payload: FunctionJob = { ...job, state };
  const bytes = Buffer.byteLength(JSON.stringify(payload));
  if (bytes > maxPayloadBytes) {
    throw new Error(
      `The steps of function ${plan.id} have returned ${bytes} bytes in all; the embedded engine carries ${maxPayloadBytes}. ` +
        "Keep content in the database and return references.",
    );
  }
  return spec(payload, jobKey, runAtMs, limitFlags(plan.id, job.event.data));
}

/** The event that an `onFailure` is called with. */
export function failedEvent(
  plan: FunctionPlan,
  job: FunctionJob,
  error: unknown,
  nowMs: number,
): EngineEvent {
  const { v, ...event } = job.event;
  const data = {
    function_id: plan.id,
    run_id: job.runId,
    event: v === undefined ? event : { ...event, v },
    error: asJsonError(error),
  };
  return { id: `${job.runId}:failed`, name: "inngest/function.failed", data, ts: nowMs };
}

function asJsonError(error: unknown): { name: string; message: string } {
  const given = typeof error === "object" && error !== null ? error : { message: String(error) };
  const name = "name" in given ? String(given.name) : "Error";
  const message = "message" in given ? String(given.message) : "Unknown error";
  return { name, message };
}

function spec(
  payload: FunctionJob,
  jobKey: string,
  runAtMs: number | null,
  flags: readonly string[],
): JobSpec<FunctionJob> {
  return {
    task: functionTask,
    payload,
    job_key: jobKey,
    run_at: runAtMs === null ? null : new Date(runAtMs).toISOString(),
    max_attempts: jobMaxAttempts,
    flags: [...flags, ...turnFlags(payload.event.data)],
  };
}
