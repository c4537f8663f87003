import type { NewRunEvent } from "#core/events/run-event.ts";
import type { Json } from "#core/json/json.ts";

/** A line as stored in `run_events`: the columns it is looked up by, and the rest as its payload. */
export interface EventRow {
  readonly type: string;
  readonly nodeId: string | null;
  readonly attempt: number | null;
  readonly payload: { readonly [name: string]: Json | undefined };
}

/** A completed node's output is stored with its node run only. */
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
