"use client";

import { Disc3, FileJson, Trash2 } from "lucide-react";
import { DropdownMenu, MenuItem } from "#components/ui/floating/dropdown-menu.tsx";
import type { DemandedMenuProps } from "#components/ui/floating/menu-on-demand.tsx";

interface MoreMenuContentProps extends DemandedMenuProps {
  readonly onExport: () => void;
  /** Null: it cannot be recorded. */
  readonly onRecord: (() => void) | null;
  /** Null: this person may not. */
  readonly onDelete: (() => void) | null;
}

export function MoreMenuContent({ onExport, onRecord, onDelete, trigger }: MoreMenuContentProps) {
  return (
    <DropdownMenu align="end" trigger={trigger} isOpenAtFirst>
      <MenuItem onSelect={onExport}>
        <FileJson aria-hidden />
        Export as JSON
      </MenuItem>
      {onRecord === null ? null : (
        <MenuItem onSelect={onRecord}>
          <Disc3 aria-hidden />
          Save recording
        </MenuItem>
      )}
      {onDelete === null ? null : (
        <MenuItem tone="danger" onSelect={onDelete}>
          <Trash2 aria-hidden />
          Delete …
        </MenuItem>
      )}
    </DropdownMenu>
  );
}
