"use client";

import { CircleUser, LogOut } from "lucide-react";
import { cn } from "#components/ui/class-names.ts";
import { DropdownMenu, MenuItem, MenuSeparator } from "#components/ui/dropdown-menu.tsx";
import { leaveSession } from "../leave-session.ts";
import { useShell } from "../shell-context.ts";
import { ThemeMenuGroup } from "./theme-menu.tsx";

/** Who is signed in, the theme, and the way out. */
export function UserMenu({ isFolded }: { readonly isFolded: boolean }) {
  const { user } = useShell();
  const name = user.name ?? user.email;
  return (
    <DropdownMenu
      side="top"
      className="w-60"
      trigger={
        <button
          type="button"
          aria-label={`Account of ${name}`}
          className={cn(
            "flex h-8 min-w-0 grow items-center gap-2 rounded-base px-2 text-left text-ink-soft hover:bg-hover hover:text-ink data-[state=open]:bg-hover",
            isFolded && "grow-0",
          )}
        >
          <CircleUser aria-hidden className="size-4 shrink-0" />
          <span className={cn("truncate", isFolded && "hidden")}>{name}</span>
        </button>
      }
    >
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
