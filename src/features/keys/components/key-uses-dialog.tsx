"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import Link from "next/link";
import { Button } from "#components/ui/controls/button.tsx";
import { Money } from "#components/ui/display/money.tsx";
import { Skeleton } from "#components/ui/display/skeleton.tsx";
import { Dialog, DialogClose } from "#components/ui/floating/dialog.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { shortId } from "#core/short-id.ts";
import { RequestError } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

type ProviderKey = RouterOutputs["keys"]["list"]["keys"][number];

interface KeyUsesDialogProps {
  readonly providerKey: ProviderKey;
  readonly onClose: () => void;
}

/** Where a key is used, what it has spent, and whether it is the preferred one. */
export function KeyUsesDialog({
  providerKey: { id: keyId, label, usedInsteadId },
  onClose,
}: KeyUsesDialogProps) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(trpc.keys.uses.queryOptions({ keyId }, { staleTime: 0 }));
  const prefer = useMutation(
    trpc.keys.prefer.mutationOptions({
      onSuccess: async () => {
        onClose();
        showToast({ title: `${label} is used first` });
        await queries.invalidateQueries({ queryKey: trpc.keys.list.queryKey() });
      },
    }),
  );
  return (
    <Dialog
      open
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      title={`Uses of ${label}`}
      description="A person’s own key goes before the workspace’s. Of several, the one most recently added or set to be used first is used."
      actions={
        <>
          <DialogClose>
            <Button>Close</Button>
          </DialogClose>
          {usedInsteadId === null ? null : (
            <Button tone="primary" isPending={prefer.isPending} onClick={() => prefer.mutate({ keyId })}>
              Use it first
            </Button>
          )}
        </>
      }
    >
      {error === null ? null : <RequestError error={error} again={refetch} />}
      {prefer.error === null ? null : <RequestError error={prefer.error} />}
      {data === undefined && error === null ? <Skeleton className="h-4 w-2/3" /> : null}
      {data === undefined ? null : <Uses uses={data} />}
    </Dialog>
  );
}

function Uses({ uses: { sinceDay, pipelines, agents } }: { readonly uses: RouterOutputs["keys"]["uses"] }) {
  const { workspace } = useShell();
  const total = pipelines.reduce((sum, { costMicros }) => sum + costMicros, 0);
  return (
    <div className="grid gap-4">
      <p>
        Spent since {sinceDay}: <Money costMicros={total} />
      </p>
      {pipelines.length === 0 ? (
        <p className="text-ink-soft">No run has used it yet.</p>
      ) : (
        <ul aria-label="Pipelines" className="grid max-h-48 gap-1 overflow-y-auto">
          {pipelines.map(({ pipelineId, pipelineName, costMicros, calls, unpricedCalls }) => (
            <li key={pipelineId} className="flex items-center justify-between gap-4">
              {pipelineName ?? `Deleted pipeline ${shortId(pipelineId)}`}
              <Money costMicros={calls > 0 && calls === unpricedCalls ? null : costMicros} />
            </li>
          ))}
        </ul>
      )}
      {agents.length === 0 ? null : (
        <section aria-label="Agents" className="grid gap-1">
          <p className="text-ink-soft">Agents with a model of its provider:</p>
          <ul className="grid max-h-32 gap-1 overflow-y-auto">
            {agents.map(({ id, name, model }) => (
              <li key={id} className="flex items-center justify-between gap-4">
                <Link href={`/${workspace.slug}/agents/${id}`} className="text-accent hover:underline">
                  {name}
                </Link>
                <span className="text-ink-faint">{model}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
