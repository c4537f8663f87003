import type { NewRunEvent } from "#core/events/run-event.ts";
import type { Json } from "#core/json/json.ts";

/** A line as `run_events` keeps it: the columns it is found by, and the rest as its payload. */
export interface EventRow {
  readonly type: string;
  readonly nodeId: string | null;
  readonly attempt: number | null;
  readonly payload: { readonly [name: string]: Json | undefined };
}

/** The output of a completed node stays with its node run. */
export function toEventRow(event: NewRunEvent): EventRow {
  const { type, ...rest } = { ...event } as Partial<Record<string, Json>>;
  const { nodeId, attempt, output: _kept, ...payload } = rest;
  return {
    type: event.type,
    nodeId: (nodeId as string | undefined) ?? null,
    attempt: (attempt as number | undefined) ?? null,
    payload,
  };
}
