"use client";

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "#components/ui/controls/button.tsx";
import { ShowMore } from "#components/ui/controls/show-more.tsx";
import { CodeBlock } from "#components/ui/display/code-block.tsx";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import { SkeletonRows } from "#components/ui/display/skeleton.tsx";
import { StatusBadge } from "#components/ui/display/status-badge.tsx";
import type { WebhookDeliveryId } from "#core/ids.ts";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC, useTRPCClient } from "#lib/trpc/react.tsx";
import { type Delivery, deliveryLooks, lastTryWords, type Webhook } from "../model/webhook-words.ts";

const perPage = 20;
const refreshMs = 5_000;
const firstPage: WebhookDeliveryId | null = null;

/** Messages sent to a URL, latest first, and the result of each attempt. */
export function DeliveryLog({ webhook: { endpointId, offSinceMs } }: { readonly webhook: Webhook }) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const input = { endpointId, limit: perPage };
  const log = useInfiniteQuery({
    queryKey: [...trpc.webhooks.deliveries.queryKey(input), "pages"],
    queryFn: ({ pageParam }) => client.webhooks.deliveries.query({ ...input, cursor: pageParam }),
    initialPageParam: firstPage,
    getNextPageParam: ({ nextCursor }) => nextCursor,
    refetchInterval: refreshMs,
  });
  const { data, error } = log;
  const deliveries = data?.pages.flatMap((page) => page.deliveries) ?? [];
  const fault = error === null ? null : <RequestError error={error} again={log.refetch} />;
  if (data === undefined) return fault ?? <SkeletonRows rows={3} label="Loading the messages" />;
  if (deliveries.length === 0)
    return fault ?? <p className="text-ink-soft">Nothing was sent in the last 90 days.</p>;
  return (
    <>
      {fault}
      <ol aria-label="Messages" className="divide-y border-t">
        {deliveries.map((delivery) => (
          <DeliveryLine key={delivery.deliveryId} delivery={delivery} canResend={offSinceMs === null} />
        ))}
      </ol>
      <ShowMore pages={log} word="Show older" size="small" className="justify-self-start" />
    </>
  );
}

interface DeliveryLineProps {
  readonly delivery: Delivery;
  readonly canResend: boolean;
}

function DeliveryLine({ delivery, canResend }: DeliveryLineProps) {
  const { deliveryId, type, body, status, createdAtMs, nextTryAtMs } = delivery;
  const trpc = useTRPC();
  const queries = useQueryClient();
  const resend = useMutation(
    trpc.webhooks.resend.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.webhooks.pathKey() }),
    }),
  );
  const last = lastTryWords(delivery);
  return (
    <li aria-label={`${type} ${status}`} className="grid grid-cols-[minmax(0,1fr)] gap-1 py-2">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <StatusBadge status={deliveryLooks[status]} word={status} />
        <span className="font-mono">{type}</span>
        <RelativeTime timeMs={createdAtMs} className="text-ink-soft" />
        {nextTryAtMs === null || last === null ? null : (
          <span className="text-ink-soft">
            next try <RelativeTime timeMs={nextTryAtMs} />
          </span>
        )}
        {canResend ? (
          <Button size="small" isPending={resend.isPending} onClick={() => resend.mutate({ deliveryId })}>
            Send again
          </Button>
        ) : null}
      </p>
      {last === null ? null : <p className="break-words text-ink-soft">{last}</p>}
      {resend.error === null ? null : <RequestError error={resend.error} />}
      <details>
        <summary className="cursor-pointer text-ink-soft">
          Message <span className="figures">{deliveryId}</span>
        </summary>
        <CodeBlock code={body} label={`Message ${deliveryId}`} isWrapped className="mt-1" />
      </details>
    </li>
  );
}
