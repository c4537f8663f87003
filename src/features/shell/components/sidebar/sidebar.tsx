"use client";

import { PanelLeftClose, PanelLeftOpen, Search } from "lucide-react";
import { cn } from "#components/ui/class-names.ts";
import { IconButton } from "#components/ui/controls/icon-button.tsx";
import { isAllowed } from "#core/policy/permissions.ts";
import { mainNavigation, type NavigationItem, workspaceNavigation } from "../../model/navigation.ts";
import { useShell } from "../../shell-context.ts";
import { SidebarLink } from "./sidebar-link.tsx";
import { UserMenu } from "./user-menu.tsx";
import { WorkspaceSwitcher } from "./workspace-switcher.tsx";

interface SidebarProps {
  readonly isFolded: boolean;
  /** Null in a phone's drawer, which does not fold. */
  readonly onFold: ((isFolded: boolean) => void) | null;
  readonly onNavigate?: () => void;
}

/** The navigation of a workspace. Folded, it shows only icons. */
export function Sidebar({ isFolded, onFold, onNavigate }: SidebarProps) {
  const { workspace, openPalette } = useShell();
  const linksOf = (items: readonly NavigationItem[]) =>
    items
      .filter((item) => isAllowed(workspace.role, item.permission))
      .map((item) => (
        <li key={item.path}>
          <SidebarLink
            item={item}
            isFolded={isFolded}
            {...(onNavigate === undefined ? {} : { onNavigate })}
          />
        </li>
      ));
  const Fold = isFolded ? PanelLeftOpen : PanelLeftClose;
  return (
    <div className="flex h-full flex-col gap-1 p-2">
      <WorkspaceSwitcher isFolded={isFolded} />
      <button
        type="button"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={openPalette}
        className="mt-1 flex h-8 shrink-0 items-center gap-2.5 rounded-base border border-line bg-paper px-2 text-ink-faint hover:border-line-strong hover:text-ink"
      >
        <Search aria-hidden className="size-4 shrink-0" />
        <span className={cn("grow text-left", isFolded && "sr-only")}>Go to …</span>
        <kbd aria-hidden className={cn("text-micro pointer-coarse:hidden", isFolded && "hidden")}>
          Ctrl K
        </kbd>
      </button>
      <nav aria-label="Workspace" className="mt-2 grow overflow-y-auto">
        <ul className="grid gap-0.5">{linksOf(mainNavigation)}</ul>
        <p className={cn("mt-5 mb-1 px-2 text-ink-faint text-mono", isFolded && "invisible")}>Workspace</p>
        <ul className="grid gap-0.5">{linksOf(workspaceNavigation)}</ul>
      </nav>
      <div className={cn("flex items-center gap-1", isFolded && "flex-col-reverse")}>
        <UserMenu isFolded={isFolded} />
        {onFold === null ? null : (
          <IconButton
            label={isFolded ? "Open the sidebar" : "Fold the sidebar"}
            onClick={() => onFold(!isFolded)}
          >
            <Fold aria-hidden />
          </IconButton>
        )}
      </div>
    </div>
  );
}
