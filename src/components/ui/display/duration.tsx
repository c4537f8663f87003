"use client";

import { cn } from "../class-names.ts";
import { formatDuration } from "../format/duration.ts";
import { useNow } from "../use-now.ts";

interface DurationProps {
  readonly startMs: number | null;
  /** Null: still running, so it counts up. */
  readonly endMs: number | null;
  readonly className?: string;
}

export function Duration({ startMs, endMs, className }: DurationProps) {
  const isCounting = startMs !== null && endMs === null;
  const nowMs = useNow(isCounting ? "fast" : null);
  const text = startMs === null ? "–" : formatDuration((endMs ?? nowMs) - startMs);
  return (
    <span className={cn("figures whitespace-nowrap", className)} suppressHydrationWarning>
      {text}
    </span>
  );
}
