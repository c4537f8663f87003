"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Ellipsis } from "lucide-react";
import dynamic from "next/dynamic";
import { lazy, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { MenuOnDemand } from "#components/ui/floating/menu-on-demand.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { describeRequestError } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { PipelineSummary } from "../../model/pipeline-outputs.ts";

const bringMenu = () => loadPatiently(() => import("./pipeline-menu-content.tsx"));
const PipelineMenuContent = lazy(async () => ({ default: (await bringMenu()).PipelineMenuContent }));

const DeletePipelineDialog = dynamic(
  async () => (await loadPatiently(() => import("./delete-pipeline-dialog.tsx"))).DeletePipelineDialog,
  { ssr: false },
);

/** More actions for a pipeline of the list. */
export function PipelineMenu({ pipeline }: { readonly pipeline: PipelineSummary }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { workspace } = useShell();
  const { id: pipelineId, isArchived, name } = pipeline;
  const [isDeleting, setIsDeleting] = useState(false);
  const archive = useMutation(
    trpc.pipelines.archive.mutationOptions({
      onSuccess: async () => {
        await queries.invalidateQueries({ queryKey: trpc.pipelines.pathKey() });
        showToast({ title: isArchived ? `${name} is restored` : `${name} is archived` });
      },
      onError: (error) =>
        showToast({
          tone: "failed",
          title: `${name} was not changed`,
          description: describeRequestError(error).message,
        }),
    }),
  );
  if (!isAllowed(workspace.role, "pipelines.write")) return null;
  return (
    <>
      <MenuOnDemand
        menu={(trigger) => (
          <PipelineMenuContent
            isArchived={isArchived}
            onArchive={() => archive.mutate({ pipelineId, isArchived: !isArchived })}
            onDelete={isAllowed(workspace.role, "pipelines.delete") ? () => setIsDeleting(true) : null}
            trigger={trigger}
          />
        )}
        onNear={() => void bringMenu()}
        trigger={
          <Button
            tone="quiet"
            size="icon-small"
            aria-label={`More about ${name}`}
            className="relative z-10"
            isPending={archive.isPending}
          >
            <Ellipsis aria-hidden />
          </Button>
        }
      />
      {isDeleting ? <DeletePipelineDialog pipeline={pipeline} onClose={() => setIsDeleting(false)} /> : null}
    </>
  );
}
