"use client";

import { Check, ChevronsUpDown, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { cn } from "#components/ui/class-names.ts";
import { DropdownMenu, MenuItem, MenuLabel, MenuSeparator } from "#components/ui/dropdown-menu.tsx";
import { useShell } from "../shell-context.ts";
import { WorkspaceMark } from "./workspace-mark.tsx";

// `ssr: false` gives it a boundary of its own: without one the whole page waits for its code.
const NewWorkspaceDialog = dynamic(
  async () => (await import("./new-workspace-dialog.tsx")).NewWorkspaceDialog,
  { ssr: false },
);

/** Which workspace this is, and the way to the others. */
export function WorkspaceSwitcher({ isFolded }: { readonly isFolded: boolean }) {
  const { workspace, workspaces } = useShell();
  const [isCreating, setIsCreating] = useState(false);
  return (
    <>
      <DropdownMenu
        className="w-64"
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
      >
        <MenuLabel>Workspaces</MenuLabel>
        {workspaces.map((other) => (
          <MenuItem key={other.id} asChild>
            <Link href={`/${other.slug}/pipelines`}>
              <WorkspaceMark name={other.name} />
              <span className="min-w-0 grow truncate">{other.name}</span>
              {other.isDemo ? <Badge>demo</Badge> : null}
              {other.id === workspace.id ? <Check aria-label="this one" /> : null}
            </Link>
          </MenuItem>
        ))}
        <MenuSeparator />
        <MenuItem onSelect={() => setIsCreating(true)}>
          <Plus aria-hidden />
          New workspace
        </MenuItem>
      </DropdownMenu>
      {isCreating ? <NewWorkspaceDialog isOpen onOpenChange={setIsCreating} /> : null}
    </>
  );
}
