"use client";

import type { LucideIcon } from "lucide-react";
import { DropdownMenu, MenuItem } from "./dropdown-menu.tsx";
import type { DemandedMenuProps } from "./menu-on-demand.tsx";

export interface RowAction {
  /** "Replace" */
  readonly word: string;
  /** Where it is read out and the word before the row's name does not say it: "Uses of Our key". */
  readonly label?: string;
  readonly Icon: LucideIcon;
  /** Its button is the sign alone, as for what every row can have done to it. */
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
