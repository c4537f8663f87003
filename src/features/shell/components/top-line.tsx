"use client";

import { ChevronRight, Menu } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "#components/ui/class-names.ts";
import { IconButton } from "#components/ui/controls/icon-button.tsx";
import { useOptionalShell } from "../shell-context.ts";

export interface Crumb {
  readonly label: string;
  /** The last one has no link: it is this page. */
  readonly href?: string;
}

interface TopLineProps {
  readonly crumbs: readonly Crumb[];
  /** The status of this page's subject. */
  readonly status?: ReactNode;
  /** A few figures, hidden on phones. */
  readonly figures?: ReactNode;
  /** The primary action, and a menu of the rest. */
  readonly actions?: ReactNode;
}

/** Labels up to this length are never cut: "Pipelines", "Run 0f2c8a11". */
const shortLabel = 14;

/** The header of every page: breadcrumbs, status and actions. */
export function TopLine({ crumbs, status, figures, actions }: TopLineProps) {
  const shell = useOptionalShell();
  const isShort = status === undefined && (crumbs.at(-1)?.label.length ?? 0) <= shortLabel;
  return (
    <header className="flex min-h-12 shrink-0 flex-wrap items-center gap-x-4 gap-y-1 border-b bg-paper px-6 py-1.5 max-sm:px-4">
      <div
        className={cn(
          "flex min-w-0 grow items-center gap-2",
          // A short name shares its line, even on a phone; a long one gets a line of its own.
          isShort ? "basis-auto" : "basis-72 max-md:basis-96",
        )}
      >
        {shell === null ? null : (
          <IconButton label="Menu" className="-ml-2 lg:hidden" onClick={shell.openDrawer}>
            <Menu aria-hidden />
          </IconButton>
        )}
        <Breadcrumb crumbs={crumbs} />
        {status}
      </div>
      {figures === undefined ? null : (
        <div className="flex items-center gap-4 text-ink-soft max-lg:order-last max-lg:w-full max-lg:flex-wrap max-lg:gap-y-1">
          {figures}
        </div>
      )}
      {actions === undefined ? null : (
        <div className="ml-auto flex flex-wrap items-center justify-end gap-2">{actions}</div>
      )}
    </header>
  );
}

function Breadcrumb({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  return (
    <nav aria-label="Breadcrumb" className="min-w-0">
      <ol className="flex min-w-0 items-center gap-1">
        {crumbs.map((crumb, index) => {
          const isLast = index === crumbs.length - 1;
          return (
            <li
              key={`${crumb.label}${crumb.href ?? ""}`}
              className={cn(
                "flex items-center gap-1",
                // Long names and what is in the middle shrink; the short words at both ends do not.
                crumb.label.length > shortLabel || (index > 0 && !isLast) ? "min-w-0" : "shrink-0",
                !isLast && "max-sm:hidden",
              )}
            >
              {isLast || crumb.href === undefined ? (
                <h1 dir="auto" title={crumb.label} className="truncate font-semibold">
                  {crumb.label}
                </h1>
              ) : (
                <Link
                  href={crumb.href}
                  dir="auto"
                  title={crumb.label}
                  className="truncate rounded-small text-ink-soft hover:text-ink"
                >
                  {crumb.label}
                </Link>
              )}
              {isLast ? null : <ChevronRight aria-hidden className="size-3.5 shrink-0 text-ink-faint" />}
            </li>
          );
        })}
      </ol>
    </nav>
  );
}
