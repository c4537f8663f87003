import { isAllowed } from "#core/policy/permissions.ts";
import type { Role } from "#core/policy/roles.ts";
import type { Shell } from "../shell-context.ts";
import { mainNavigation, pageAddress, workspaceNavigation } from "./navigation.ts";
import type { Theme } from "./preferences.ts";

/** Commands that act in place, without opening a page. */
export type PaletteAct = "sign-out" | `theme-${Theme}`;

export const paletteKinds = [
  "page",
  "pipeline",
  "agent",
  "action",
  "workspace",
  "run",
  "artifact",
  "search",
] as const;
export type PaletteKind = (typeof paletteKinds)[number];

export interface Excerpt {
  readonly before: string;
  readonly match: string;
  readonly after: string;
}

interface Entry {
  readonly id: string;
  readonly label: string;
  readonly kind: PaletteKind;
  /** What distinguishes it from others of its kind. */
  readonly detail?: string;
  /** The matching text with its surroundings. */
  readonly excerpt?: Excerpt | null;
}

/** A page to open, or a dialog to start there. */
export interface PalettePlace extends Entry {
  readonly href: string;
}

export type PaletteItem = PalettePlace | (Entry & { readonly act: PaletteAct });

interface Named {
  readonly id: string;
  readonly name: string;
}

const makings = [
  { path: "pipelines/new", label: "New pipeline", permission: "pipelines.write" },
  { path: "agents/new", label: "New agent", permission: "agents.write" },
] as const;

const acts: readonly PaletteItem[] = (
  [
    ["theme-dark", "Theme: dark"],
    ["theme-light", "Theme: light"],
    ["theme-system", "Theme: system"],
    ["sign-out", "Sign out"],
  ] as const
).map(([act, label]) => ({ id: act, label, kind: "action", act }));

/**
 * Everything the palette offers: pages first, then what can be created, pipelines, agents, other workspaces and
 * commands.
 */
export function paletteItems(
  shell: Shell,
  pipelines: readonly Named[],
  agents: readonly Named[],
): readonly PaletteItem[] {
  const { workspace, workspaces } = shell;
  const base = `/${workspace.slug}`;
  const pages = [...mainNavigation, ...workspaceNavigation]
    .filter((item) => isAllowed(workspace.role, item.permission))
    .map(({ label, path }) => ({
      id: path === "" ? "home" : path,
      label,
      kind: "page" as const,
      href: pageAddress(workspace.slug, path),
    }));
  const made = makings
    .filter(({ permission }) => isAllowed(workspace.role, permission))
    .map(({ path, label }) => ({ id: path, label, kind: "action" as const, href: `${base}/${path}` }));
  const named = pipelines.map(({ id, name }) => ({
    id,
    label: name,
    kind: "pipeline" as const,
    href: `${base}/pipelines/${id}`,
  }));
  const known = agents.map(({ id, name }) => ({
    id,
    label: name,
    kind: "agent" as const,
    href: `${base}/agents/${id}`,
  }));
  const others = workspaces
    .filter((other) => other.id !== workspace.id)
    .map(({ id, name, slug }) => ({ id, label: name, kind: "workspace" as const, href: `/${slug}` }));
  return [
    ...pages,
    ...morePages(workspace.role, base),
    ...made,
    ...named,
    ...known,
    ...others,
    ...runsOf(workspace.role, named),
    ...acts,
  ];
}

/** One item per pipeline to run it, for people with permission. */
function runsOf(
  role: Role,
  pipelines: readonly { readonly id: string; readonly label: string; readonly href: string }[],
): readonly PaletteItem[] {
  if (!isAllowed(role, "runs.start")) return [];
  return pipelines.map(({ id, label, href }) => ({
    id: `run ${id}`,
    label: `Run ${label}`,
    kind: "action",
    href: `${href}?run`,
  }));
}

/** Pages that are not in the sidebar. */
function morePages(role: Role, base: string): readonly PaletteItem[] {
  const page = (path: string, label: string): PaletteItem => ({
    id: path,
    label,
    kind: "page",
    href: `${base}/${path}`,
  });
  return [
    page("account", "Account"),
    page("settings/prices", "Prices"),
    ...(isAllowed(role, "webhooks.manage") ? [page("settings/webhooks", "Webhooks")] : []),
    ...(isAllowed(role, "audit.read") ? [page("settings/audit", "Audit")] : []),
  ];
}

/** Items that contain every word of the query; those that start with it come first. */
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
