import { parseDollars, toDollars } from "#components/ui/format/parse-money.ts";
import type { PipelineId, PipelineVersionId, UserId } from "#core/ids.ts";
import { cutText } from "#core/json/normalize-text.ts";
import { type RunOrder, runOrders } from "#core/run/run-order.ts";
import { type RunStatus, runStatuses, type TriggerKind, triggerKinds } from "#core/run/status.ts";
import { asId } from "#core/uuid.ts";

/** Child runs are found through their parents, not in lists. */
type ListedKind = Exclude<TriggerKind, "call">;
const listedKinds = triggerKinds.filter((kind): kind is ListedKind => kind !== "call");

/** The filter of the run list, kept in the URL. */
export interface RunsFilter {
  /** Empty: any status. */
  readonly statuses: readonly RunStatus[];
  readonly pipelineId: PipelineId | null;
  readonly versionId: PipelineVersionId | null;
  readonly startedBy: UserId | null;
  /** The kind of trigger that started them; null: any starter. */
  readonly kind: ListedKind | null;
  /** How far back; null: no limit. */
  readonly within: TimeRange | null;
  /** Minimum and maximum cost in micros of USD; null: any. */
  readonly costFromMicros: number | null;
  readonly costToMicros: number | null;
  /** Part of the pipeline's name or of a run's id; empty: any. */
  readonly text: string;
  /** A text in inputs or outputs; empty: any. */
  readonly content: string;
  readonly order: RunOrder;
  /** The cursor of the page, in this order; null for the first page. */
  readonly after: string | null;
}

/** The periods to choose from. */
export const timeRanges = [
  { name: "1h", label: "Last hour", seconds: 3_600 },
  { name: "24h", label: "Last 24 hours", seconds: 86_400 },
  { name: "7d", label: "Last 7 days", seconds: 7 * 86_400 },
  { name: "30d", label: "Last 30 days", seconds: 30 * 86_400 },
] as const;
export type TimeRange = (typeof timeRanges)[number]["name"];

/** The default: all runs, newest first. */
export const unfilteredRuns: RunsFilter = {
  statuses: [],
  pipelineId: null,
  versionId: null,
  startedBy: null,
  kind: null,
  within: null,
  costFromMicros: null,
  costToMicros: null,
  text: "",
  content: "",
  order: "newest",
  after: null,
};

/** Whether the filter excludes anything, apart from page and order. */
export function isFiltered(filter: RunsFilter): boolean {
  return countFilters(filter) > 0 || filter.text !== "";
}

/** The number of active filters besides the search text. */
export function countFilters(filter: RunsFilter): number {
  const { statuses, pipelineId, versionId, startedBy, kind, within, content } = filter;
  const chosen = [pipelineId, versionId, startedBy, kind, within, filter.costFromMicros, filter.costToMicros];
  const narrowing = [...chosen.map((part) => part !== null), statuses.length > 0, content !== ""];
  return narrowing.filter((narrows) => narrows).length;
}

const runsPerPage = 50;

/** Parses the filter from the URL, ignoring invalid values. */
export function parseRunsFilter(read: (name: string) => string | null): RunsFilter {
  const wanted = new Set((read("status") ?? "").split(","));
  return {
    statuses: runStatuses.filter((status) => wanted.has(status)),
    pipelineId: asId<PipelineId>(read("pipeline")),
    versionId: asId<PipelineVersionId>(read("version")),
    startedBy: asId<UserId>(read("by")),
    kind: listedKinds.find((kind) => kind === read("kind")) ?? null,
    within: parseTimeRange(read("within")),
    ...parseCosts(read("from"), read("to")),
    text: cutText((read("text") ?? "").trim(), 200),
    content: cutText((read("has") ?? "").trim(), 200),
    order: parseRunOrder(read("order")),
    after: parseCursor(read("after")),
  };
}

export function parseRunOrder(text: string | null): RunOrder {
  return runOrders.find((order) => order === text) ?? "newest";
}

/**
 * A run's id, preceded by the value it is ordered by, unless that is time. The server refuses a cursor of another
 * order.
 */
function parseCursor(text: string | null): string | null {
  return text !== null && asId(text.replace(/^\d{1,15}\./, "")) !== null ? text : null;
}

/** Amounts as typed: `0.25`. */
function parseCosts(from: string | null, to: string | null) {
  const [costFromMicros, costToMicros] = [parseDollars(from ?? ""), parseDollars(to ?? "")];
  const isOrdered = (costFromMicros ?? 0) <= (costToMicros ?? Number.POSITIVE_INFINITY);
  return { costFromMicros, costToMicros: isOrdered ? costToMicros : null };
}

export function parseTimeRange(text: string | null): TimeRange | null {
  return timeRanges.find(({ name }) => name === text)?.name ?? null;
}

/** The filter as a query string: `?status=failed,timeout`, or an empty string. */
export function runsFilterQuery(filter: RunsFilter): string {
  const { statuses, pipelineId, versionId, startedBy, kind, within, text, content, order, after } = filter;
  const { costFromMicros, costToMicros } = filter;
  const parts = [
    statuses.length === 0 ? null : `status=${statuses.join(",")}`,
    pipelineId === null ? null : `pipeline=${pipelineId}`,
    versionId === null ? null : `version=${versionId}`,
    startedBy === null ? null : `by=${startedBy}`,
    kind === null ? null : `kind=${kind}`,
    within === null ? null : `within=${within}`,
    costFromMicros === null ? null : `from=${toDollars(costFromMicros)}`,
    costToMicros === null ? null : `to=${toDollars(costToMicros)}`,
    text === "" ? null : `text=${encodeURIComponent(text)}`,
    content === "" ? null : `has=${encodeURIComponent(content)}`,
    order === "newest" ? null : `order=${order}`,
    after === null ? null : `after=${after}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}

/** The filter as input for `runs.list`. */
export function runsListInput(filter: RunsFilter) {
  const { statuses, pipelineId, versionId, startedBy, kind, within, text, content, order, after } = filter;
  return {
    statuses: statuses.length === 0 ? null : [...statuses],
    pipelineId,
    versionId,
    startedBy,
    triggerKinds: kind === null ? null : [kind],
    withinSeconds: timeRanges.find(({ name }) => name === within)?.seconds ?? null,
    costFromMicros: filter.costFromMicros,
    costToMicros: filter.costToMicros,
    text: text === "" ? null : text,
    content: content === "" ? null : content,
    order,
    cursor: after,
    limit: runsPerPage,
  };
}
