"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { CodeBlock } from "#components/ui/display/code-block.tsx";
import { EmptyState } from "#components/ui/display/empty-state.tsx";
import { SkeletonRows } from "#components/ui/display/skeleton.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { RequestError } from "#features/errors/index.ts";
import { TopLine, useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { WebhookCard } from "./webhook-card.tsx";

const NewWebhookDialog = dynamic(
  async () => (await loadPatiently(() => import("./new-webhook-dialog.tsx"))).NewWebhookDialog,
  {
    ssr: false,
  },
);

const refreshMs = 5_000;

const example = `{
  "type": "run.failed",
  "timestamp": "2026-11-29T12:00:00.000Z",
  "data": { "runId": "…", "pipelineName": "Weekly digest", "error": { "code": "HTTP_FAILED" } }
}`;

/** The workspace's outgoing webhooks, and what was sent to them. */
export function WebhooksPage() {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const [isMaking, setIsMaking] = useState(false);
  const { data, error, refetch } = useQuery(
    trpc.webhooks.list.queryOptions(undefined, { refetchInterval: refreshMs }),
  );
  const webhooks = data?.webhooks ?? [];
  const add = (
    <Button tone="primary" onClick={() => setIsMaking(true)}>
      <Plus aria-hidden />
      New webhook
    </Button>
  );
  return (
    <>
      <TopLine
        crumbs={[{ label: "Settings", href: `/${workspace.slug}/settings` }, { label: "Webhooks" }]}
        actions={webhooks.length > 0 ? add : undefined}
      />
      {error === null ? null : <RequestError error={error} again={refetch} className="m-6 max-sm:m-4" />}
      {data === undefined && error === null ? <SkeletonRows rows={3} label="Loading the webhooks" /> : null}
      {data !== undefined && webhooks.length === 0 ? (
        <EmptyState
          title="No webhooks yet"
          action={add}
          example={<CodeBlock code={example} label="A message" isWrapped />}
        >
          A webhook tells another program when a run ends, when somebody is asked for a decision, and when a
          budget gets tight: by a signed request to its address.
        </EmptyState>
      ) : null}
      <ul className="divide-y">
        {webhooks.map((webhook) => (
          <WebhookCard key={webhook.endpointId} webhook={webhook} />
        ))}
      </ul>
      {isMaking ? <NewWebhookDialog onClose={() => setIsMaking(false)} /> : null}
    </>
  );
}
