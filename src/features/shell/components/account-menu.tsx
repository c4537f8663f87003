"use client";

import { LogOut } from "lucide-react";
import { DropdownMenu, MenuItem, MenuSeparator } from "#components/ui/dropdown-menu.tsx";
import type { DemandedMenuProps } from "#components/ui/menu-on-demand.tsx";
import { leaveSession } from "../leave-session.ts";
import { useShell } from "../shell-context.ts";
import { ThemeMenuGroup } from "./theme-menu.tsx";

/** Under which address somebody is signed in, the theme, and the way out. */
export function AccountMenu({ trigger }: DemandedMenuProps) {
  const { user } = useShell();
  return (
    <DropdownMenu side="top" className="w-60" trigger={trigger} isOpenAtFirst>
      <p className="truncate px-2 pt-1.5 text-ink-faint text-mono">{user.email}</p>
      <ThemeMenuGroup />
      <MenuSeparator />
      <MenuItem onSelect={leaveSession}>
        <LogOut aria-hidden />
        Sign out
      </MenuItem>
    </DropdownMenu>
  );
}
