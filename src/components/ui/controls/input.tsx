import type { ComponentProps } from "react";
import { cn } from "../class-names.ts";

export const controlClasses = [
  "w-full rounded-base border border-line-strong bg-paper px-2.5 text-ui text-ink placeholder:text-ink-faint",
  "hover:border-ink-faint disabled:cursor-not-allowed",
  // A disabled list looks like a disabled text field.
  "disabled:border-line disabled:bg-sunken [&[readonly]]:border-line [&[readonly]]:bg-sunken",
  "focus-visible:border-accent focus-visible:outline-1 focus-visible:outline-offset-0",
  "aria-invalid:border-failed aria-invalid:focus-visible:outline-failed",
  // Below 16 px, phones zoom in when a field gets the focus.
  "max-sm:text-[16px]",
];

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(controlClasses, "h-8", className)} {...props} />;
}
