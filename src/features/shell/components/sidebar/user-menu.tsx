"use client";

import { CircleUser } from "lucide-react";
import { lazy } from "react";
import { cn } from "#components/ui/class-names.ts";
import { MenuOnDemand } from "#components/ui/floating/menu-on-demand.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { useShell } from "../../shell-context.ts";

const bringMenu = () => loadPatiently(() => import("./account-menu.tsx"));
const AccountMenu = lazy(async () => ({ default: (await bringMenu()).AccountMenu }));

/** Who is signed in, the theme, and signing out. */
export function UserMenu({ isFolded }: { readonly isFolded: boolean }) {
  const { user } = useShell();
  const name = user.name ?? user.email;
  return (
    <MenuOnDemand
      menu={(trigger) => <AccountMenu trigger={trigger} />}
      onNear={() => void bringMenu()}
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
    />
  );
}
