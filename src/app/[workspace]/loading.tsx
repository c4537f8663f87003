import { SkeletonRows } from "#components/ui/skeleton.tsx";

/** Something at once for whoever has clicked; most pages are there before it is seen. */
export default function Loading() {
  return (
    <>
      <div className="h-12 shrink-0 border-b bg-paper" />
      <SkeletonRows rows={12} label="Loading the page" />
    </>
  );
}
