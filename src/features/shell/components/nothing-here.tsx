"use client";

import Link from "next/link";
import { Button } from "#components/ui/controls/button.tsx";
import { EmptyState } from "#components/ui/display/empty-state.tsx";
import { useShell } from "../shell-context.ts";
import { TopLine } from "./top-line.tsx";

/** The not-found page inside a workspace. */
export function NothingHere() {
  const { workspace } = useShell();
  return (
    <>
      <TopLine crumbs={[{ label: "Not found" }]} />
      <EmptyState
        title="There is nothing here"
        action={
          <Button asChild>
            <Link href={`/${workspace.slug}/pipelines`}>Go to the pipelines</Link>
          </Button>
        }
      >
        {workspace.name} has no such page: the address is wrong, or what was here has been deleted.
      </EmptyState>
    </>
  );
}
