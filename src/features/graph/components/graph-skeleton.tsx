import { Skeleton } from "#components/ui/display/skeleton.tsx";

/** A placeholder for a graph. */
export function GraphSkeleton() {
  return (
    <div
      role="status"
      aria-label="Drawing the graph"
      className="flex h-full flex-col items-center justify-center gap-9"
    >
      <Skeleton className="h-15 w-40" />
      <div className="flex gap-6">
        <Skeleton className="h-15 w-40" />
        <Skeleton className="h-15 w-40" />
      </div>
    </div>
  );
}
