"use client";

import { Check, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import Link from "next/link";
import { useState } from "react";
import { Badge } from "#components/ui/display/badge.tsx";
import { DropdownMenu, MenuItem, MenuLabel, MenuSeparator } from "#components/ui/floating/dropdown-menu.tsx";
import type { DemandedMenuProps } from "#components/ui/floating/menu-on-demand.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { useShell } from "../../shell-context.ts";
import { WorkspaceMark } from "./workspace-mark.tsx";

// `ssr: false` gives it its own Suspense boundary; without one the whole page waits for its code.
const NewWorkspaceDialog = dynamic(
  async () => (await loadPatiently(() => import("../new-workspace-dialog.tsx"))).NewWorkspaceDialog,
  { ssr: false },
);

/** Switches to another workspace, or creates one. */
export function WorkspaceMenu({ trigger }: DemandedMenuProps) {
  const { workspace, workspaces } = useShell();
  const [isCreating, setIsCreating] = useState(false);
  return (
    <>
      <DropdownMenu className="w-64" trigger={trigger} isOpenAtFirst>
        <MenuLabel>Workspaces</MenuLabel>
        {workspaces.map((other) => (
          <MenuItem key={other.id} asChild>
            <Link href={`/${other.slug}`}>
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
      {isCreating ? <NewWorkspaceDialog onClose={() => setIsCreating(false)} /> : null}
    </>
  );
}
