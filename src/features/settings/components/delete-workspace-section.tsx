"use client";

import { useMutation } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";

const TypedConfirmDialog = dynamic(
  async () => (await loadPatiently(() => import("#features/errors/index.ts"))).TypedConfirmDialog,
  { ssr: false },
);

/** For owners: deletes the workspace. */
export function DeleteWorkspaceSection() {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const [isAsking, setIsAsking] = useState(false);
  const remove = useMutation(
    // Nothing on this page is available to them any longer, so load the next one from scratch.
    trpc.workspaces.delete.mutationOptions({ onSuccess: () => window.location.assign("/") }),
  );
  return (
    <section aria-labelledby="delete-workspace" className="border-t px-6 py-5 max-sm:px-4">
      <h2 id="delete-workspace" className="mb-1 font-semibold text-section">
        Delete the workspace
      </h2>
      <p className="measure mb-3 text-ink-soft">
        Pipelines, runs, artifacts, keys, books and the audit log are deleted for good, and everybody loses
        access immediately.
      </p>
      <Button tone="danger" onClick={() => setIsAsking(true)}>
        Delete workspace
      </Button>
      {isAsking ? (
        <TypedConfirmDialog
          title={`Delete ${workspace.name}?`}
          description="Runs in progress are stopped. Nothing of the workspace can be restored."
          word={workspace.slug}
          wordTitle="its address"
          action="Delete workspace"
          isPending={remove.isPending || remove.isSuccess}
          error={remove.error}
          onConfirm={() => remove.mutate({ confirm: workspace.slug })}
          onClose={() => setIsAsking(false)}
        />
      ) : null}
    </section>
  );
}
