"use client";

import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";

/** Once around the application: pointing from one thing to the next shows its tooltip without another delay. */
export function TooltipProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={400} skipDelayDuration={200}>
      {children}
    </Radix.Provider>
  );
}

interface TooltipProps {
  readonly content: ReactNode;
  readonly side?: "top" | "right" | "bottom" | "left";
  /** One element that takes a ref: what the tooltip is about. */
  readonly children: ReactNode;
}

/** Says more about what is pointed at or focused; never the only place where something is said. */
export function Tooltip({ content, side = "top", children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{children}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 max-w-72 animate-appear rounded-small border bg-raised px-2 py-1 text-mono text-ink shadow-float"
        >
          {content}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
