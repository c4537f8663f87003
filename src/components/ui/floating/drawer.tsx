"use client";

import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { dialogFocus } from "./dialog-focus.ts";

interface DrawerProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** Its accessible name. */
  readonly title: string;
  readonly children: ReactNode;
}

/** A panel for phones: slides in from the left, closes with Esc or a tap beside it. */
export function Drawer({ open, onOpenChange, title, children }: DrawerProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-veil" />
        <Radix.Content
          aria-describedby={undefined}
          {...dialogFocus}
          className="fixed inset-y-0 left-0 z-50 flex w-70 max-w-[85vw] animate-slide-in flex-col border-r bg-ground shadow-float outline-none"
        >
          <Radix.Title className="sr-only">{title}</Radix.Title>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
