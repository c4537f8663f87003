"use client";

import type { LucideIcon } from "lucide-react";
import { DropdownMenu, MenuItem } from "./dropdown-menu.tsx";
import type { DemandedMenuProps } from "./menu-on-demand.tsx";

export interface RowAction {
  /** The visible label: "Replace". */
  readonly word: string;
  /** The accessible name, where label plus row name does not read well: "Uses of Our key". */
  readonly label?: string;
  readonly Icon: LucideIcon;
  /** An icon-only button, for actions that every row has. */
  readonly isSign?: boolean;
  readonly isPending?: boolean;
  readonly onSelect: () => void;
}

interface RowMenuProps extends DemandedMenuProps {
  readonly actions: readonly RowAction[];
}

export function RowMenu({ actions, trigger }: RowMenuProps) {
  return (
    <DropdownMenu align="end" trigger={trigger} isOpenAtFirst>
      {actions.map(({ word, Icon, onSelect }) => (
        <MenuItem key={word} onSelect={onSelect}>
          <Icon aria-hidden />
          {word}
        </MenuItem>
      ))}
    </DropdownMenu>
  );
}
