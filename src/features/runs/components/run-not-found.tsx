"use client";

import Link from "next/link";
import { Button } from "#components/ui/controls/button.tsx";
import { EmptyState } from "#components/ui/display/empty-state.tsx";
import { TopLine, useShell } from "#features/shell/index.ts";

/** Shown for a run that does not exist for this person. */
export function RunNotFound() {
  const { workspace } = useShell();
  const runs = `/${workspace.slug}/runs`;
  return (
    <>
      <TopLine crumbs={[{ label: "Runs", href: runs }, { label: "Not found" }]} />
      <EmptyState
        title="This run does not exist"
        action={
          <Button asChild>
            <Link href={runs}>Show all runs</Link>
          </Button>
        }
      >
        {workspace.name} has no run at this address. It may be in another workspace, or it was deleted.
      </EmptyState>
    </>
  );
}
