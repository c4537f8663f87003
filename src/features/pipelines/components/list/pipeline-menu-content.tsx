"use client";

import { Archive, ArchiveRestore, Trash2 } from "lucide-react";
import { DropdownMenu, MenuItem } from "#components/ui/floating/dropdown-menu.tsx";
import type { DemandedMenuProps } from "#components/ui/floating/menu-on-demand.tsx";

interface PipelineMenuContentProps extends DemandedMenuProps {
  readonly isArchived: boolean;
  readonly onArchive: () => void;
  /** Null: no permission. */
  readonly onDelete: (() => void) | null;
}

export function PipelineMenuContent({ isArchived, onArchive, onDelete, trigger }: PipelineMenuContentProps) {
  return (
    <DropdownMenu align="end" trigger={trigger} isOpenAtFirst>
      <MenuItem onSelect={onArchive}>
        {isArchived ? <ArchiveRestore aria-hidden /> : <Archive aria-hidden />}
        {isArchived ? "Restore" : "Archive"}
      </MenuItem>
      {onDelete === null ? null : (
        <MenuItem onSelect={onDelete}>
          <Trash2 aria-hidden />
          Delete …
        </MenuItem>
      )}
    </DropdownMenu>
  );
}
