import {
  Bot,
  ChartColumn,
  Fence,
  Files,
  History,
  House,
  KeyRound,
  type LucideIcon,
  Radio,
  Settings,
  Terminal,
  Wallet,
  Workflow,
} from "lucide-react";
import type { Permission } from "#core/policy/permissions.ts";

export interface NavigationItem {
  readonly label: string;
  /** The path within the workspace; empty for its home page. */
  readonly path: string;
  readonly Icon: LucideIcon;
  /** The link is hidden from people without this permission. */
  readonly permission: Permission;
}

/** The page that lists decisions. */
export const decisionsPath = "decisions";

export const mainNavigation: readonly NavigationItem[] = [
  { label: "Home", path: "", Icon: House, permission: "runs.read" },
  { label: "Pipelines", path: "pipelines", Icon: Workflow, permission: "pipelines.read" },
  { label: "Runs", path: "runs", Icon: History, permission: "runs.read" },
  { label: "Decisions", path: decisionsPath, Icon: Fence, permission: "runs.read" },
  { label: "Events", path: "events", Icon: Radio, permission: "triggers.read" },
  { label: "Artifacts", path: "artifacts", Icon: Files, permission: "artifacts.read" },
  { label: "Agents", path: "agents", Icon: Bot, permission: "agents.read" },
];

export const workspaceNavigation: readonly NavigationItem[] = [
  { label: "Provider keys", path: "keys", Icon: KeyRound, permission: "secrets.read" },
  { label: "Costs", path: "costs", Icon: ChartColumn, permission: "costs.read" },
  { label: "Budgets", path: "budgets", Icon: Wallet, permission: "budgets.read" },
  { label: "API tokens", path: "tokens", Icon: Terminal, permission: "tokens.own" },
  { label: "Settings", path: "settings", Icon: Settings, permission: "workspace.read" },
];

/** The URL of a page of a workspace. */
export function pageAddress(workspaceSlug: string, path: string): string {
  return path === "" ? `/${workspaceSlug}` : `/${workspaceSlug}/${path}`;
}
