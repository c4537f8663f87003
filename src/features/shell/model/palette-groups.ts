import { shortId } from "#core/short-id.ts";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import { matchItems, type PaletteItem, type PaletteKind } from "./palette-items.ts";

export interface PaletteGroup {
  readonly label: string;
  readonly items: readonly PaletteItem[];
}

export type Found = RouterOutputs["search"]["find"];

/** A message about the search; empty if there is none. */
export type PaletteState = "Searching …" | "Search failed" | "Nothing found" | "";

/** The limit: without a query for all groups together, with one for each. */
const mostShown = { together: 50, each: 8 } as const;

const titles: Partial<Record<PaletteKind, string>> = {
  page: "Pages",
  pipeline: "Pipelines",
  agent: "Agents",
  action: "Actions",
  workspace: "Workspaces",
};

/** What is offered without a query: recently used items first. */
export function groupsAtFirst(
  recent: readonly PaletteItem[],
  items: readonly PaletteItem[],
): readonly PaletteGroup[] {
  const others = items.filter((item) => !recent.includes(item)).slice(0, mostShown.together);
  return withoutEmpty([
    { label: "Used recently", items: recent },
    { label: recent.length === 0 ? "" : "All", items: others },
  ]);
}

/**
 * What matches a query: named items first, starting with the kind that has a name with this prefix; then search results
 * (null while loading); then links to the lists, which search further.
 */
export function groupsFor(
  text: string,
  items: readonly PaletteItem[],
  found: Found | null,
  base: string,
): readonly PaletteGroup[] {
  const byKind = new Map<PaletteKind, PaletteItem[]>();
  // Kinds in the order of their best match.
  for (const item of matchItems(items, text)) {
    byKind.set(item.kind, [...(byKind.get(item.kind) ?? []), item]);
  }
  const named = [...byKind].map(([kind, ofKind]) => ({
    label: titles[kind] ?? "",
    items: ofKind.slice(0, mostShown.each),
  }));
  const contents = found === null ? [] : groupsOfFound(found, base);
  return withoutEmpty([...named, ...contents, { label: "Search the lists", items: lists(text, base) }]);
}

/** The state of the search, shown with its results. */
export function searchStateOf(
  groups: readonly PaletteGroup[],
  { isLooking, hasFailed }: { readonly isLooking: boolean; readonly hasFailed: boolean },
): PaletteState {
  if (isLooking) return "Searching …";
  if (hasFailed) return "Search failed";
  // The lists are always offered.
  return groups.every(({ items }) => items.every(({ kind }) => kind === "search")) ? "Nothing found" : "";
}

function groupsOfFound({ runs, runsThatSay, artifacts }: Found, base: string): readonly PaletteGroup[] {
  const itemOfRun = ({ id, pipelineName, status }: Found["runs"][number]) => ({
    ...{ id, label: `${pipelineName} ${shortId(id)}`, kind: "run" as const, detail: status },
    href: `${base}/runs/${id}`,
  });
  const saying = runsThatSay.map((run) => ({ ...itemOfRun(run), excerpt: run.excerpt }));
  const files = artifacts.map(({ id, name, pipelineName, excerpt }) => ({
    ...{ id, label: name, kind: "artifact" as const, detail: pipelineName, excerpt },
    href: `${base}/artifacts?text=${encodeURIComponent(name)}&open=${id}`,
  }));
  return [
    { label: "Runs", items: runs.map(itemOfRun) },
    { label: "In the input or output of runs", items: saying },
    { label: "Artifacts", items: files },
  ];
}

/** The lists, opened with this search text. */
function lists(text: string, base: string): readonly PaletteItem[] {
  const wanted = encodeURIComponent(text);
  return [
    {
      ...{ id: "search runs", label: `Search runs for “${text}”`, kind: "search" },
      href: `${base}/runs?has=${wanted}`,
    },
    {
      ...{ id: "search artifacts", label: `Search artifacts for “${text}”`, kind: "search" },
      href: `${base}/artifacts?text=${wanted}`,
    },
  ];
}

function withoutEmpty(groups: readonly PaletteGroup[]): readonly PaletteGroup[] {
  return groups.filter(({ items }) => items.length > 0);
}
