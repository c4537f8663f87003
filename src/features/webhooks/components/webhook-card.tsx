"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Badge } from "#components/ui/display/badge.tsx";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { RequestError } from "#features/errors/index.ts";
import { useWebhookActions } from "../hooks/use-webhook-actions.ts";
import { offWords, type Webhook, webhookTypeWords } from "../model/webhook-words.ts";
import { DeliveryLog } from "./delivery-log.tsx";
import { RemoveWebhookDialog } from "./remove-webhook-dialog.tsx";
import { RotateWebhookDialog } from "./rotate-webhook-dialog.tsx";

const ChangeWebhookDialog = dynamic(
  async () => (await loadPatiently(() => import("./change-webhook-dialog.tsx"))).ChangeWebhookDialog,
  { ssr: false },
);

/** One webhook: its events, the state of its deliveries, and its actions. */
export function WebhookCard({ webhook }: { readonly webhook: Webhook }) {
  const { url, description, types } = webhook;
  const [isLogShown, setIsLogShown] = useState(false);
  return (
    <li aria-label={`Webhook ${url}`} className="grid grid-cols-[minmax(0,1fr)] gap-2 px-6 py-4 max-sm:px-4">
      <p className="flex flex-wrap items-baseline gap-x-2 gap-y-1">
        <span className="break-all font-mono font-semibold">{url}</span>
        <State webhook={webhook} />
      </p>
      {description === "" ? null : <p className="text-ink-soft">{description}</p>}
      <ul aria-label="It is told when" className="flex flex-wrap gap-1">
        {types.map((type) => (
          <li key={type}>
            <Badge>{webhookTypeWords[type]}</Badge>
          </li>
        ))}
      </ul>
      <Trouble webhook={webhook} />
      <Actions webhook={webhook} isLogShown={isLogShown} onToggleLog={() => setIsLogShown(!isLogShown)} />
      {isLogShown ? <DeliveryLog webhook={webhook} /> : null}
    </li>
  );
}

function State({ webhook: { offSinceMs, failingSinceMs, pending } }: { readonly webhook: Webhook }) {
  if (offSinceMs !== null) return <Badge tone="failed">off</Badge>;
  return (
    <>
      <Badge tone={failingSinceMs === null ? "completed" : "waiting"}>
        {failingSinceMs === null ? "on" : "failing"}
      </Badge>
      {pending === 0 ? null : <span className="text-ink-soft">{pending} to be sent</span>}
    </>
  );
}

function Trouble({ webhook: { offSinceMs, offReason, failingSinceMs } }: { readonly webhook: Webhook }) {
  if (offSinceMs !== null && offReason !== null) {
    return (
      <p className="text-ink-soft">
        {offWords[offReason]} That was <RelativeTime timeMs={offSinceMs} />: nothing that has happened since
        is sent.
      </p>
    );
  }
  if (failingSinceMs === null) return null;
  return (
    <p className="text-ink-soft">
      Deliveries fail: the first one failed <RelativeTime timeMs={failingSinceMs} />. After five days without
      a delivery it is turned off.
    </p>
  );
}

interface ActionsProps {
  readonly webhook: Webhook;
  readonly isLogShown: boolean;
  readonly onToggleLog: () => void;
}

function Actions({ webhook, isLogShown, onToggleLog }: ActionsProps) {
  const { url, offSinceMs } = webhook;
  const [open, setOpen] = useState<"change" | "rotate" | "remove" | null>(null);
  const { test, turn, error, isPending } = useWebhookActions(webhook);
  const close = () => setOpen(null);
  return (
    <>
      {error === null ? null : <RequestError error={error} />}
      <p className="flex flex-wrap gap-2">
        <Button size="small" aria-expanded={isLogShown} onClick={onToggleLog}>
          {isLogShown ? "Hide messages" : "Show messages"}
        </Button>
        {offSinceMs === null ? (
          <Button size="small" isPending={isPending} onClick={test}>
            Send a test
          </Button>
        ) : null}
        <Button size="small" isPending={isPending} onClick={() => turn(offSinceMs !== null)}>
          {offSinceMs === null ? "Turn off" : "Turn on"}
        </Button>
        <Button size="small" aria-label={`Change ${url}`} onClick={() => setOpen("change")}>
          Change
        </Button>
        <Button size="small" aria-label={`Renew secret of ${url}`} onClick={() => setOpen("rotate")}>
          Renew secret
        </Button>
        <Button size="small" aria-label={`Remove ${url}`} onClick={() => setOpen("remove")}>
          Remove
        </Button>
      </p>
      {open === "change" ? <ChangeWebhookDialog webhook={webhook} onClose={close} /> : null}
      {open === "rotate" ? <RotateWebhookDialog webhook={webhook} onClose={close} /> : null}
      {open === "remove" ? <RemoveWebhookDialog webhook={webhook} onClose={close} /> : null}
    </>
  );
}
