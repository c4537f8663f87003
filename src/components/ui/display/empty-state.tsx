import type { ReactNode } from "react";
import { cn } from "../class-names.ts";

interface EmptyStateProps {
  readonly title: string;
  /** What will be listed here. */
  readonly children: ReactNode;
  /** The one thing to do next. */
  readonly action?: ReactNode;
  /** A preview of what it will look like. */
  readonly example?: ReactNode;
  readonly className?: string;
}

export function EmptyState({ title, children, action, example, className }: EmptyStateProps) {
  return (
    <section
      className={cn(
        "mx-auto grid w-full max-w-120 grid-cols-[minmax(0,1fr)] justify-items-start gap-2 px-6 py-12",
        className,
      )}
    >
      <h2 className="font-semibold text-section">{title}</h2>
      <div className="text-ink-soft text-read">{children}</div>
      {action === undefined ? null : <div className="mt-2 flex flex-wrap gap-2">{action}</div>}
      {example === undefined ? null : (
        <div className="mt-4 w-full">
          <p className="mb-1 text-ink-faint text-mono">For example</p>
          {example}
        </div>
      )}
    </section>
  );
}
