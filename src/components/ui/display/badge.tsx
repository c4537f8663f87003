import type { ReactNode } from "react";
import { cn } from "../class-names.ts";

interface BadgeProps {
  readonly tone?: "plain" | "accent" | "waiting" | "failed" | "completed";
  readonly className?: string;
  readonly children: ReactNode;
}

const tones = {
  plain: "border-line bg-quiet-soft text-ink-soft",
  accent: "border-transparent bg-accent-soft text-accent",
  waiting: "border-transparent bg-waiting-soft text-waiting",
  failed: "border-transparent bg-failed-soft text-failed",
  completed: "border-transparent bg-completed-soft text-completed",
} as const;

/** A short word about a thing: its type, its version, who pays for it. */
export function Badge({ tone = "plain", className, children }: BadgeProps) {
  return (
    <span
      className={cn(
        "inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-small border px-1.5 font-medium text-micro",
        tones[tone],
        className,
      )}
    >
      {children}
    </span>
  );
}
