"use client";

import { Archive, ArchiveRestore } from "lucide-react";
import { DropdownMenu, MenuItem } from "#components/ui/floating/dropdown-menu.tsx";
import type { DemandedMenuProps } from "#components/ui/floating/menu-on-demand.tsx";

interface PipelineMenuContentProps extends DemandedMenuProps {
  readonly isArchived: boolean;
  readonly onArchive: () => void;
}

export function PipelineMenuContent({ isArchived, onArchive, trigger }: PipelineMenuContentProps) {
  return (
    <DropdownMenu align="end" trigger={trigger} isOpenAtFirst>
      <MenuItem onSelect={onArchive}>
        {isArchived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
        {isArchived ? "Restore" : "Archive"}
      </MenuItem>
    </DropdownMenu>
  );
}
