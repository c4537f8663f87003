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
        title="There is no such run"
        action={
          <Button asChild>
            <Link href={runs}>Show all runs</Link>
          </Button>
        }
      >
        {workspace.name} has no run at this address. Whoever sent it may have meant another workspace, or it
        was deleted.
      </EmptyState>
    </>
  );
}
