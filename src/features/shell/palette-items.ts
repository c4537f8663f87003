import { isAllowed } from "#core/policy/permissions.ts";
import { mainNavigation, workspaceNavigation } from "./navigation.ts";
import type { Shell } from "./shell-context.ts";

/** Somewhere to go. */
export interface PaletteItem {
  readonly id: string;
  readonly label: string;
  /** What kind of thing it is. */
  readonly kind: string;
  readonly href: string;
}

interface NamedPipeline {
  readonly id: string;
  readonly name: string;
}

/** Everywhere that the palette leads to: pages first, then pipelines, then other workspaces. */
export function paletteItems(shell: Shell, pipelines: readonly NamedPipeline[]): readonly PaletteItem[] {
  const { workspace, workspaces } = shell;
  const base = `/${workspace.slug}`;
  const pages = [...mainNavigation, ...workspaceNavigation]
    .filter((item) => isAllowed(workspace.role, item.permission))
    .map(({ label, path }) => ({ id: path, label, kind: "page", href: `${base}/${path}` }));
  const account = { id: "account", label: "Account", kind: "page", href: `${base}/account` };
  const named = pipelines.map(({ id, name }) => ({
    id,
    label: name,
    kind: "pipeline",
    href: `${base}/pipelines/${id}`,
  }));
  const others = workspaces
    .filter((other) => other.id !== workspace.id)
    .map(({ id, name, slug }) => ({ id, label: name, kind: "workspace", href: `/${slug}/pipelines` }));
  return [...pages, account, ...named, ...others];
}

/** Those in which every word of the query occurs; what begins with it comes first. */
export function matchItems(items: readonly PaletteItem[], query: string): readonly PaletteItem[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  const [first = ""] = words;
  const fitting = items.filter(({ label, kind }) => {
    const text = `${label} ${kind}`.toLowerCase();
    return words.every((word) => text.includes(word));
  });
  const starts = ({ label }: PaletteItem) => (label.toLowerCase().startsWith(first) ? 0 : 1);
  return fitting.toSorted((left, right) => starts(left) - starts(right));
}
