"use client";

import { ChevronsUpDown } from "lucide-react";
import { lazy } from "react";
import { cn } from "#components/ui/class-names.ts";
import { MenuOnDemand } from "#components/ui/floating/menu-on-demand.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { useShell } from "../../shell-context.ts";
import { WorkspaceMark } from "./workspace-mark.tsx";

const bringMenu = () => loadPatiently(() => import("./workspace-menu.tsx"));
const WorkspaceMenu = lazy(async () => ({ default: (await bringMenu()).WorkspaceMenu }));

/** The current workspace's name, and the menu of the others. */
export function WorkspaceSwitcher({ isFolded }: { readonly isFolded: boolean }) {
  const { workspace } = useShell();
  return (
    <MenuOnDemand
      menu={(trigger) => <WorkspaceMenu trigger={trigger} />}
      onNear={() => void bringMenu()}
      trigger={
        <button
          type="button"
          className={cn(
            "flex h-9 w-full items-center gap-2 rounded-base px-1.5 text-left hover:bg-hover data-[state=open]:bg-hover",
            isFolded && "w-8 px-1",
          )}
        >
          <span className="sr-only">{`Workspace ${workspace.name}: switch`}</span>
          <WorkspaceMark name={workspace.name} />
          <span aria-hidden className={cn("min-w-0 grow truncate font-semibold", isFolded && "hidden")}>
            {workspace.name}
          </span>
          <ChevronsUpDown
            aria-hidden
            className={cn("size-4 shrink-0 text-ink-faint", isFolded && "hidden")}
          />
        </button>
      }
    />
  );
}
