import Link from "next/link";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";

export default function NotFoundPage() {
  return (
    <main className="min-h-dvh bg-paper pt-[12dvh]">
      <EmptyState
        title="There is nothing here"
        action={
          <Button asChild>
            <Link href="/">Go to your workspace</Link>
          </Button>
        }
      >
        The address is wrong, what was here is gone, or it belongs to a workspace that you are not a member
        of.
      </EmptyState>
    </main>
  );
}
