"use client";

import { Tabs as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "../class-names.ts";

export interface TabDescription {
  readonly value: string;
  readonly label: string;
  /** How many things are behind it. */
  readonly count?: number;
  readonly content: ReactNode;
}

interface TabsProps {
  /** What the tabs are of, for those who do not see them. */
  readonly label: string;
  readonly tabs: readonly TabDescription[];
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  /** At the right end of the row of tabs. */
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly contentClassName?: string;
}

export function Tabs({ label, tabs, value, onValueChange, aside, className, contentClassName }: TabsProps) {
  return (
    <Radix.Root
      value={value}
      onValueChange={onValueChange}
      className={cn("flex min-h-0 flex-col", className)}
    >
      <div className="flex h-9 shrink-0 items-stretch border-b px-3">
        <Radix.List aria-label={label} className="flex min-w-0 grow items-stretch gap-1 overflow-x-auto">
          {tabs.map((tab) => (
            <Radix.Trigger
              key={tab.value}
              value={tab.value}
              className={cn(
                "-mb-px flex items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 px-1.5 font-medium text-ink-soft",
                "hover:text-ink focus-visible:-outline-offset-2 data-[state=active]:border-accent data-[state=active]:text-ink",
              )}
            >
              {tab.label}
              {tab.count === undefined ? null : <span className="figures text-ink-faint">{tab.count}</span>}
            </Radix.Trigger>
          ))}
        </Radix.List>
        {aside === undefined ? null : <div className="flex items-center gap-1 pl-2">{aside}</div>}
      </div>
      {tabs.map((tab) => (
        <Radix.Content
          key={tab.value}
          value={tab.value}
          className={cn("min-h-0 grow focus-visible:-outline-offset-2", contentClassName)}
        >
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  );
}
