"use client";

import { type ReactNode, useState } from "react";
import { cn } from "../class-names.ts";
import { moveInRow } from "../move-in-row.ts";

interface SwitchButtonsProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly onValueChange: (value: Value) => void;
  readonly options: readonly { readonly value: Value; readonly label: ReactNode; readonly name?: string }[];
  readonly className?: string;
}

/**
 * Chooses one of a few views of the same thing. Tab reaches the selected button and arrow keys the others; an arrow key
 * alone does not switch the view.
 */
export function SwitchButtons<Value extends string>({
  label,
  value,
  onValueChange,
  options,
  className,
}: SwitchButtonsProps<Value>) {
  const [focused, setFocused] = useState<Value | null>(null);
  const chosen = options.find((option) => option.value === value) ?? options[0];
  return (
    <div
      role="radiogroup"
      aria-label={label}
      onKeyDown={moveInRow}
      onBlur={() => setFocused(null)}
      className={cn("inline-flex rounded-base border bg-sunken p-0.5", className)}
    >
      {options.map((option) => (
        // biome-ignore lint/a11y/useSemanticElements: native radio buttons would select with each arrow key.
        <button
          key={option.value}
          type="button"
          role="radio"
          aria-checked={option.value === value}
          {...(option.name === undefined ? {} : { "aria-label": option.name })}
          tabIndex={option.value === (focused ?? chosen?.value) ? 0 : -1}
          onFocus={() => setFocused(option.value)}
          onClick={() => {
            if (option.value !== value) onValueChange(option.value);
          }}
          className={cn(
            "inline-flex h-6 items-center gap-1.5 rounded-small px-2 text-ink-soft text-mono hover:text-ink",
            "aria-checked:bg-paper aria-checked:text-ink aria-checked:outline aria-checked:outline-line [&_svg]:size-3.5",
          )}
        >
          {option.label}
        </button>
      ))}
    </div>
  );
}
