"use client";

import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { NewWorkspaceDialog } from "./new-workspace-dialog.tsx";

/** For somebody who is a member of no workspace any more. */
export function NoWorkspace() {
  const [isCreating, setIsCreating] = useState(false);
  return (
    <main className="min-h-dvh bg-paper pt-[12dvh]">
      <EmptyState
        title="You are in no workspace"
        action={
          <Button tone="primary" onClick={() => setIsCreating(true)}>
            <Plus aria-hidden />
            New workspace
          </Button>
        }
      >
        You have been removed from those you were in. Ask to be added again, or begin one of your own.
      </EmptyState>
      <NewWorkspaceDialog isOpen={isCreating} onOpenChange={setIsCreating} />
    </main>
  );
}
