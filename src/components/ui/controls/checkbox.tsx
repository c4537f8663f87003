"use client";

import { Check, Minus } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "../class-names.ts";

interface CheckboxProps extends Omit<ComponentProps<"input">, "type" | "checked" | "onChange" | "ref"> {
  /** `indeterminate`: the box stands for several things, and some of them are ticked. */
  readonly checked: boolean | "indeterminate";
  readonly onCheckedChange?: (checked: boolean) => void;
}

/** The browser's own checkbox, in our colours. */
export function Checkbox({ checked, onCheckedChange, className, ...props }: CheckboxProps) {
  const isMixed = checked === "indeterminate";
  return (
    <span className={cn("relative inline-flex size-4 shrink-0 text-on-fill", className)}>
      <input
        type="checkbox"
        ref={(box) => {
          if (box !== null) box.indeterminate = isMixed;
        }}
        checked={checked === true}
        onChange={(event) => onCheckedChange?.(event.target.checked)}
        onKeyDown={(event) => {
          // Space ticks a checkbox; Enter would submit the form around it.
          if (event.key === "Enter") event.preventDefault();
        }}
        className={cn(
          "peer size-full appearance-none rounded-small border border-line-strong bg-paper",
          "enabled:hover:not-checked:not-indeterminate:border-ink-faint",
          "checked:border-transparent checked:bg-accent-fill disabled:opacity-50",
          "indeterminate:border-transparent indeterminate:bg-accent-fill",
        )}
        {...props}
      />
      <span className="pointer-events-none absolute inset-0 grid place-items-center peer-disabled:opacity-50">
        {checked === true ? <Check aria-hidden strokeWidth={3} className="size-3" /> : null}
        {isMixed ? <Minus aria-hidden strokeWidth={3} className="size-3" /> : null}
      </span>
    </span>
  );
}
