"use client";

import { LogOut, UserCog } from "lucide-react";
import { useRouter } from "next/navigation";
import { DropdownMenu, MenuItem, MenuSeparator } from "#components/ui/floating/dropdown-menu.tsx";
import type { DemandedMenuProps } from "#components/ui/floating/menu-on-demand.tsx";
import { leaveSession } from "../../model/leave-session.ts";
import { useShell } from "../../shell-context.ts";
import { ThemeMenuGroup } from "./theme-menu.tsx";

/** The signed-in address, the account page, the theme, and signing out. */
export function AccountMenu({ trigger }: DemandedMenuProps) {
  const router = useRouter();
  const { user, workspace } = useShell();
  return (
    <DropdownMenu side="top" className="w-60" trigger={trigger} isOpenAtFirst>
      <p className="truncate px-2 pt-1.5 text-ink-faint text-mono">{user.email}</p>
      <MenuItem onSelect={() => router.push(`/${workspace.slug}/account`)}>
        <UserCog aria-hidden />
        Account
      </MenuItem>
      <MenuSeparator />
      <ThemeMenuGroup />
      <MenuSeparator />
      <MenuItem onSelect={leaveSession}>
        <LogOut aria-hidden />
        Sign out
      </MenuItem>
    </DropdownMenu>
  );
}
