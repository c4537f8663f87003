"use client";

import { ToggleGroup } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "../class-names.ts";

interface SwitchButtonsProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly onValueChange: (value: Value) => void;
  readonly options: readonly { readonly value: Value; readonly label: ReactNode; readonly name?: string }[];
  readonly className?: string;
}

/** One of a few ways to look at the same thing. */
export function SwitchButtons<Value extends string>({
  label,
  value,
  onValueChange,
  options,
  className,
}: SwitchButtonsProps<Value>) {
  return (
    <ToggleGroup.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={(chosen) => {
        if (chosen !== "") onValueChange(chosen as Value);
      }}
      className={cn("inline-flex rounded-base border bg-sunken p-0.5", className)}
    >
      {options.map((option) => (
        <ToggleGroup.Item
          key={option.value}
          value={option.value}
          {...(option.name === undefined ? {} : { "aria-label": option.name })}
          className={cn(
            "inline-flex h-6 items-center gap-1.5 rounded-small px-2 text-ink-soft text-mono hover:text-ink",
            "data-[state=on]:bg-paper data-[state=on]:text-ink data-[state=on]:outline data-[state=on]:outline-line [&_svg]:size-3.5",
          )}
        >
          {option.label}
        </ToggleGroup.Item>
      ))}
    </ToggleGroup.Root>
  );
}
