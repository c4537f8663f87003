import { EmptyState } from "#components/ui/empty-state.tsx";
import { TopLine } from "#features/shell/index.ts";

export default function NotFoundPage() {
  return (
    <>
      <TopLine crumbs={[{ label: "Not found" }]} />
      <EmptyState title="There is nothing here">
        This workspace has no such thing: the address is wrong, or what was here has been removed.
      </EmptyState>
    </>
  );
}
