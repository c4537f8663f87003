import type { PipelineId, RunId } from "#core/ids.ts";
import { type RunStatus, runStatuses } from "#core/run/status.ts";

/** Which runs a list shows; it stands in the address. */
export interface RunsFilter {
  /** Empty: of every status. */
  readonly statuses: readonly RunStatus[];
  readonly pipelineId: PipelineId | null;
  /** The last run of the page before; null for the newest ones. */
  readonly before: RunId | null;
}

/** The newest ones, whatever they are. */
export const everyRun: RunsFilter = { statuses: [], pipelineId: null, before: null };

export const runsPerPage = 50;

/** Reads a filter from an address; what makes no sense there is left out. */
export function parseRunsFilter(read: (name: string) => string | null): RunsFilter {
  const wanted = new Set((read("status") ?? "").split(","));
  return {
    statuses: runStatuses.filter((status) => wanted.has(status)),
    pipelineId: asId<PipelineId>(read("pipeline")),
    before: asId<RunId>(read("before")),
  };
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The schemas of ids would bring their whole library into the browser for one pattern. */
export function asId<Id extends string>(text: string | null): Id | null {
  return text !== null && uuid.test(text) ? (text as Id) : null;
}

/** The filter as the end of an address: `?status=failed,timeout`, or nothing. */
export function runsFilterQuery({ statuses, pipelineId, before }: RunsFilter): string {
  const parts = [
    statuses.length === 0 ? null : `status=${statuses.join(",")}`,
    pipelineId === null ? null : `pipeline=${pipelineId}`,
    before === null ? null : `before=${before}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

/** The same as `runs.list` takes it. */
export function runsListInput({ statuses, pipelineId, before }: RunsFilter) {
  return {
    statuses: statuses.length === 0 ? null : [...statuses],
    pipelineId,
    cursor: before,
    limit: runsPerPage,
  };
}
