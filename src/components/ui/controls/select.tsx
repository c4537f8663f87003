import { ChevronsUpDown } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "../class-names.ts";
import { controlClasses } from "./input.tsx";

/** The browser's own select: it opens as each device's users expect, and needs no script. */
export function Select({ className, children, ...props }: ComponentProps<"select">) {
  return (
    <span className={cn("relative inline-flex w-full", className)}>
      <select className={cn(controlClasses, "h-8 cursor-pointer appearance-none pr-8")} {...props}>
        {children}
      </select>
      <ChevronsUpDown
        aria-hidden
        className="pointer-events-none absolute top-2 right-2 size-4 text-ink-faint"
      />
    </span>
  );
}
