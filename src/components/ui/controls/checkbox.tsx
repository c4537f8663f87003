"use client";

import { Check, Minus } from "lucide-react";
import { Checkbox as Radix } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "../class-names.ts";

export function Checkbox({ className, ...props }: ComponentProps<typeof Radix.Root>) {
  return (
    <Radix.Root
      className={cn(
        "group inline-flex size-4 shrink-0 items-center justify-center rounded-small border border-line-strong bg-paper text-on-fill",
        "hover:border-ink-faint data-[state=checked]:border-transparent data-[state=checked]:bg-accent-fill",
        "data-[state=indeterminate]:border-transparent data-[state=indeterminate]:bg-accent-fill disabled:opacity-50",
        className,
      )}
      {...props}
    >
      <Radix.Indicator>
        <Check aria-hidden strokeWidth={3} className="size-3 group-data-[state=indeterminate]:hidden" />
        <Minus aria-hidden strokeWidth={3} className="hidden size-3 group-data-[state=indeterminate]:block" />
      </Radix.Indicator>
    </Radix.Root>
  );
}
