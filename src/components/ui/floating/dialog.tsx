"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "../class-names.ts";
import { IconButton } from "../controls/icon-button.tsx";
import { dialogFocus } from "./dialog-focus.ts";

interface DialogProps {
  readonly open?: boolean;
  readonly onOpenChange?: (open: boolean) => void;
  /** The button that opens it, unless the caller controls `open`. */
  readonly trigger?: ReactNode;
  readonly title: string;
  readonly description?: ReactNode;
  readonly size?: "small" | "base" | "wide";
  /** Nothing in it is focusable, so the dialog itself takes the focus and can be scrolled with the keyboard. */
  readonly isText?: boolean;
  /** The footer's buttons, the primary one last. */
  readonly actions?: ReactNode;
  readonly children?: ReactNode;
}

const sizes = { small: "sm:w-104", base: "sm:w-140", wide: "sm:w-[min(1040px,92vw)]" } as const;

/** A question or form that must be answered first. On a phone it slides up from the bottom edge. Esc closes it. */
export function Dialog(props: DialogProps) {
  const {
    open,
    onOpenChange,
    trigger,
    title,
    description,
    size = "base",
    isText = false,
    actions,
    children,
  } = props;
  return (
    <Radix.Root
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange === undefined ? {} : { onOpenChange })}
    >
      {trigger === undefined ? null : <Radix.Trigger asChild>{trigger}</Radix.Trigger>}
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 animate-appear bg-veil" />
        <Radix.Content
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          {...dialogFocus}
          className={cn(
            "fixed z-50 flex max-h-[88dvh] flex-col rounded-base border bg-raised shadow-float outline-none",
            "inset-x-0 bottom-0 max-sm:rounded-b-none",
            "sm:inset-auto sm:top-[12dvh] sm:left-1/2 sm:max-h-[76dvh] sm:max-w-[92vw] sm:-translate-x-1/2",
            sizes[size],
          )}
        >
          <header className="flex items-start gap-3 px-4 pt-3.5 pb-2">
            <div className="min-w-0 grow">
              <Radix.Title className="font-semibold text-section">{title}</Radix.Title>
              {description === undefined ? null : (
                <Radix.Description asChild>
                  <div className="mt-1 text-ink-soft">{description}</div>
                </Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton label="Close" size="icon-small" className="-mr-1">
                <X aria-hidden />
              </IconButton>
            </Radix.Close>
          </header>
          {children === undefined ? null : (
            <div
              {...(isText ? { role: "region", tabIndex: 0, "aria-label": title } : {})}
              className="min-h-0 grow overflow-y-auto px-4 py-2 empty:hidden has-[>form:empty]:hidden"
            >
              {children}
            </div>
          )}
          {actions === undefined ? null : (
            <footer
              className={cn(
                "flex flex-wrap justify-end gap-2 px-4",
                // Long content scrolls above the footer; a line marks the edge.
                size === "wide" ? "border-t py-3" : "pt-2 pb-4",
              )}
            >
              {actions}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

/** Wraps a button that closes the dialog. */
export function DialogClose({ children }: { readonly children: ReactNode }) {
  return <Radix.Close asChild>{children}</Radix.Close>;
}
