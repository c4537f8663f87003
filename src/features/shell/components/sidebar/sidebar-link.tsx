"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "#components/ui/class-names.ts";
import { decisionsPath, type NavigationItem, pageAddress } from "../../model/navigation.ts";
import { useShell } from "../../shell-context.ts";
import { DecisionCount } from "./decision-count.tsx";

interface SidebarLinkProps {
  readonly item: NavigationItem;
  readonly isFolded: boolean;
  readonly onNavigate?: () => void;
}

export function SidebarLink({ item: { label, path, Icon }, isFolded, onNavigate }: SidebarLinkProps) {
  const { workspace } = useShell();
  const pathname = usePathname();
  const href = pageAddress(workspace.slug, path);
  const isHere = pathname === href || (path !== "" && pathname.startsWith(`${href}/`));
  return (
    <Link
      href={href}
      {...(isHere ? { "aria-current": "page" as const } : {})}
      {...(isFolded ? { "data-tip": label, "data-tip-side": "right" } : {})}
      {...(onNavigate === undefined ? {} : { onClick: onNavigate })}
      className={cn(
        "flex h-8 items-center gap-2.5 rounded-base px-2 text-ink-soft hover:bg-hover hover:text-ink",
        "aria-[current=page]:bg-hover aria-[current=page]:font-medium aria-[current=page]:text-ink",
      )}
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      <span className={cn("grow truncate", isFolded && "sr-only")}>{label}</span>
      {path === decisionsPath ? <DecisionCount isFolded={isFolded} /> : null}
    </Link>
  );
}
