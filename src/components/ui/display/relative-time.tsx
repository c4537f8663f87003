"use client";

import { cn } from "../class-names.ts";
import { formatExactTime, formatRelativeTime } from "../format/relative-time.ts";
import { useHydrated } from "../use-hydrated.ts";
import { useNow } from "../use-now.ts";

/** `4 min ago`, with the exact local time on hover. */
export function RelativeTime({
  timeMs,
  className,
}: {
  readonly timeMs: number;
  readonly className?: string;
}) {
  const nowMs = useNow("slow");
  const isHydrated = useHydrated();
  return (
    <time
      dateTime={new Date(timeMs).toISOString()}
      title={isHydrated ? formatExactTime(timeMs) : undefined}
      className={cn("whitespace-nowrap tabular-nums", className)}
      suppressHydrationWarning
    >
      {formatRelativeTime(timeMs, nowMs)}
    </time>
  );
}
