"use client";

import { type ReactNode, useId } from "react";
import { cn } from "../class-names.ts";
import { moveInRow } from "../move-in-row.ts";

export interface TabDescription {
  readonly value: string;
  readonly label: string;
  /** The number of items in the tab. */
  readonly count?: number;
  readonly content: ReactNode;
}

interface TabsProps {
  /** The accessible name of the tab list. */
  readonly label: string;
  readonly tabs: readonly TabDescription[];
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  /** Shown at the right end of the tab row. */
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly contentClassName?: string;
}

/** Up and down are left to scrolling. */
const verticalKeys: ReadonlySet<string> = new Set(["ArrowUp", "ArrowDown"]);

export function Tabs({ label, tabs, value, onValueChange, aside, className, contentClassName }: TabsProps) {
  const id = useId();
  const tabId = (tab: string) => `${id}-tab-${tab}`;
  const panelId = (tab: string) => `${id}-panel-${tab}`;
  return (
    <div className={cn("flex min-h-0 flex-col", className)}>
      <div className="flex h-9 shrink-0 items-stretch border-b px-3">
        <div
          role="tablist"
          aria-label={label}
          aria-orientation="horizontal"
          onKeyDown={(event) => {
            if (!verticalKeys.has(event.key)) moveInRow(event);
          }}
          // It sits on the row's bottom line, inside it: a horizontally scrolling row clips whatever overflows.
          className="-mb-px flex min-w-0 grow items-stretch gap-1 overflow-x-auto"
        >
          {tabs.map((tab) => {
            const open = () => {
              if (tab.value !== value) onValueChange(tab.value);
            };
            return (
              <button
                key={tab.value}
                type="button"
                role="tab"
                id={tabId(tab.value)}
                aria-controls={panelId(tab.value)}
                aria-selected={tab.value === value}
                tabIndex={tab.value === value ? 0 : -1}
                // Reaching a tab with an arrow key opens it.
                onFocus={open}
                onClick={open}
                className={cn(
                  "flex items-center gap-1.5 whitespace-nowrap border-transparent border-b-2 px-1.5 font-medium text-ink-soft",
                  "hover:text-ink focus-visible:-outline-offset-2 aria-selected:border-accent aria-selected:text-ink",
                )}
              >
                {tab.label}
                {tab.count === undefined ? null : <span className="figures text-ink-faint">{tab.count}</span>}
              </button>
            );
          })}
        </div>
        {aside === undefined ? null : <div className="flex items-center gap-1 pl-2">{aside}</div>}
      </div>
      {tabs.map((tab) => (
        <div
          key={tab.value}
          role="tabpanel"
          id={panelId(tab.value)}
          aria-labelledby={tabId(tab.value)}
          hidden={tab.value !== value}
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard must be able to scroll a panel.
          tabIndex={0}
          className={cn("min-h-0 grow focus-visible:-outline-offset-2", contentClassName)}
        >
          {tab.value === value ? tab.content : null}
        </div>
      ))}
    </div>
  );
}
