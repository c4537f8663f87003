import { cn } from "../class-names.ts";

/** Reserves the space of content that is loading. Put one `aria-busy` around several. */
export function Skeleton({ className }: { readonly className?: string }) {
  return <div aria-hidden className={cn("animate-breathe rounded-small bg-quiet-soft", className)} />;
}

/** About as many rows as the list will have. */
export function SkeletonRows({ rows, label }: { readonly rows: number; readonly label: string }) {
  return (
    <div role="status" aria-busy aria-label={label} className="grid">
      {Array.from({ length: rows }, (_, row) => `row-${row}`).map((key) => (
        <div key={key} className="flex h-9 items-center gap-6 border-b px-6 max-sm:px-4">
          <Skeleton className="h-3 w-1/4" />
          <Skeleton className="h-3 w-20" />
          <Skeleton className="h-3 grow" />
          <Skeleton className="h-3 w-16" />
        </div>
      ))}
    </div>
  );
}
