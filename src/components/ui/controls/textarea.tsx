import type { ComponentProps } from "react";
import { cn } from "../class-names.ts";
import { controlClasses } from "./input.tsx";

/** Grows with its text up to half the screen, where the browser supports it. */
export function Textarea({ className, rows = 4, ...props }: ComponentProps<"textarea">) {
  return (
    <textarea
      rows={rows}
      className={cn(controlClasses, "field-sizing-content max-h-[50dvh] min-h-20 resize-y py-1.5", className)}
      {...props}
    />
  );
}
