import type { PipelineId, RunId, UserId } from "#core/ids.ts";
import { type RunStatus, runStatuses } from "#core/run/status.ts";

/** Which runs a list shows; it stands in the address. */
export interface RunsFilter {
  /** Empty: of every status. */
  readonly statuses: readonly RunStatus[];
  readonly pipelineId: PipelineId | null;
  readonly startedBy: UserId | null;
  /** How far back; null: as far as there are any. */
  readonly within: TimeRange | null;
  /** Part of a pipeline's name, or of a run's id; empty: any. */
  readonly text: string;
  /** The last run of the page before; null for the newest ones. */
  readonly before: RunId | null;
}

/** How far back a list can be asked to go. */
export const timeRanges = [
  { name: "1h", label: "Last hour", seconds: 3_600 },
  { name: "24h", label: "Last 24 hours", seconds: 86_400 },
  { name: "7d", label: "Last 7 days", seconds: 7 * 86_400 },
  { name: "30d", label: "Last 30 days", seconds: 30 * 86_400 },
] as const;
export type TimeRange = (typeof timeRanges)[number]["name"];

/** The newest ones, whatever they are. */
export const everyRun: RunsFilter = {
  statuses: [],
  pipelineId: null,
  startedBy: null,
  within: null,
  text: "",
  before: null,
};

/** Whether the filter leaves anything out, other than by its page. */
export function isFiltered({ statuses, pipelineId, startedBy, within, text }: RunsFilter): boolean {
  return statuses.length > 0 || pipelineId !== null || startedBy !== null || within !== null || text !== "";
}

const runsPerPage = 50;

/** Reads a filter from an address; what makes no sense there is left out. */
export function parseRunsFilter(read: (name: string) => string | null): RunsFilter {
  const wanted = new Set((read("status") ?? "").split(","));
  return {
    statuses: runStatuses.filter((status) => wanted.has(status)),
    pipelineId: asId<PipelineId>(read("pipeline")),
    startedBy: asId<UserId>(read("by")),
    within: parseTimeRange(read("within")),
    text: (read("text") ?? "").trim().slice(0, 200),
    before: asId<RunId>(read("before")),
  };
}

export function parseTimeRange(text: string | null): TimeRange | null {
  return timeRanges.find(({ name }) => name === text)?.name ?? null;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The schemas of ids would bring their whole library into the browser for one pattern. */
export function asId<Id extends string>(text: string | null): Id | null {
  return text !== null && uuid.test(text) ? (text as Id) : null;
}

/** The filter as the end of an address: `?status=failed,timeout`, or nothing. */
export function runsFilterQuery({
  statuses,
  pipelineId,
  startedBy,
  within,
  text,
  before,
}: RunsFilter): string {
  const parts = [
    statuses.length === 0 ? null : `status=${statuses.join(",")}`,
    pipelineId === null ? null : `pipeline=${pipelineId}`,
    startedBy === null ? null : `by=${startedBy}`,
    within === null ? null : `within=${within}`,
    text === "" ? null : `text=${encodeURIComponent(text)}`,
    before === null ? null : `before=${before}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

/** The same as `runs.list` takes it. */
export function runsListInput({ statuses, pipelineId, startedBy, within, text, before }: RunsFilter) {
  return {
    statuses: statuses.length === 0 ? null : [...statuses],
    pipelineId,
    startedBy,
    withinSeconds: timeRanges.find(({ name }) => name === within)?.seconds ?? null,
    text: text === "" ? null : text,
    cursor: before,
    limit: runsPerPage,
  };
}
