import { parseDollars, toDollars } from "#components/ui/format/parse-money.ts";
import type { PipelineId, PipelineVersionId, UserId } from "#core/ids.ts";
import { cutText } from "#core/json/normalize-text.ts";
import { type RunOrder, runOrders } from "#core/run/run-order.ts";
import { type RunStatus, runStatuses, type TriggerKind, triggerKinds } from "#core/run/status.ts";
import { asId } from "#core/uuid.ts";

/** Runs that a node has started are found through their parents, and not in lists. */
type ListedKind = Exclude<TriggerKind, "call">;
const listedKinds = triggerKinds.filter((kind): kind is ListedKind => kind !== "call");

/** Which runs a list shows; it stands in the address. */
export interface RunsFilter {
  /** Empty: of every status. */
  readonly statuses: readonly RunStatus[];
  readonly pipelineId: PipelineId | null;
  readonly versionId: PipelineVersionId | null;
  readonly startedBy: UserId | null;
  /** What started them, where nobody did; null: whatever it was. */
  readonly kind: ListedKind | null;
  /** How far back; null: as far as there are any. */
  readonly within: TimeRange | null;
  /** Their least and highest cost, micros of USD; null: any. */
  readonly costFromMicros: number | null;
  readonly costToMicros: number | null;
  /** Part of a pipeline's name, or of a run's id; empty: any. */
  readonly text: string;
  /** A text in their inputs or outputs; empty: any. */
  readonly content: string;
  readonly order: RunOrder;
  /** Where the page before ended, in this order; null for the first page. */
  readonly after: string | null;
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

/** Whether the filter leaves anything out, other than by its page and its order. */
export function isFiltered(filter: RunsFilter): boolean {
  return countFilters(filter) > 0 || filter.text !== "";
}

/** How many filters are set beside the text that is looked for in names. */
export function countFilters(filter: RunsFilter): number {
  const { statuses, pipelineId, versionId, startedBy, kind, within, content } = filter;
  const chosen = [pipelineId, versionId, startedBy, kind, within, filter.costFromMicros, filter.costToMicros];
  const narrowing = [...chosen.map((part) => part !== null), statuses.length > 0, content !== ""];
  return narrowing.filter((narrows) => narrows).length;
}

const runsPerPage = 50;

/** Reads a filter from an address; what makes no sense there is left out. */
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
 * A run's id, before it what it is ordered by if that is not its time. What fits another order the server refuses, and
 * says so.
 */
function parseCursor(text: string | null): string | null {
  return text !== null && asId(text.replace(/^\d{1,15}\./, "")) !== null ? text : null;
}

/** Amounts as they are typed: `0.25`. */
function parseCosts(from: string | null, to: string | null) {
  const [costFromMicros, costToMicros] = [parseDollars(from ?? ""), parseDollars(to ?? "")];
  const isOrdered = (costFromMicros ?? 0) <= (costToMicros ?? Number.POSITIVE_INFINITY);
  return { costFromMicros, costToMicros: isOrdered ? costToMicros : null };
}

export function parseTimeRange(text: string | null): TimeRange | null {
  return timeRanges.find(({ name }) => name === text)?.name ?? null;
}

/** The filter as the end of an address: `?status=failed,timeout`, or nothing. */
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

/** The same as `runs.list` takes it. */
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
