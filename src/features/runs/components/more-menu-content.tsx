"use client";

import { Disc3, FileJson, SquarePen, Trash2 } from "lucide-react";
import Link from "next/link";
import { DropdownMenu, MenuItem } from "#components/ui/floating/dropdown-menu.tsx";
import type { DemandedMenuProps } from "#components/ui/floating/menu-on-demand.tsx";

interface MoreMenuContentProps extends DemandedMenuProps {
  /** The URL of the pipeline's editor; null: no permission. */
  readonly editHref: string | null;
  readonly onExport: () => void;
  /** Null: it cannot be recorded. */
  readonly onRecord: (() => void) | null;
  /** Null: no permission. */
  readonly onDelete: (() => void) | null;
}

export function MoreMenuContent({ editHref, onExport, onRecord, onDelete, trigger }: MoreMenuContentProps) {
  return (
    <DropdownMenu align="end" trigger={trigger} isOpenAtFirst>
      {editHref === null ? null : (
        <MenuItem asChild>
          <Link href={editHref}>
            <SquarePen aria-hidden />
            Edit pipeline
          </Link>
        </MenuItem>
      )}
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
