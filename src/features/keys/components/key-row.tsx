"use client";

import { useMutation } from "@tanstack/react-query";
import { CircleCheck, CircleX, Trash2 } from "lucide-react";
import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { IconButton } from "#components/ui/icon-button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { TableCell, TableRow } from "#components/ui/table.tsx";
import { describeSecret } from "#core/policy/mask-secret.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { describeRequestError } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import { RemoveKeyDialog } from "./remove-key-dialog.tsx";

type ProviderKey = RouterOutputs["keys"]["list"]["keys"][number];

export function KeyRow({ providerKey }: { readonly providerKey: ProviderKey }) {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const [isRemoving, setIsRemoving] = useState(false);
  const test = useMutation(trpc.keys.test.mutationOptions());
  const { id: keyId, label, provider, baseUrl, ownerUserId, lastUsedAtMs } = providerKey;
  const isShared = ownerUserId === null;
  const mayManage = !isShared || isAllowed(workspace.role, "keys.manage");
  const secret = { prefix: providerKey.displayPrefix, lastFour: providerKey.displayLast4 };
  return (
    <TableRow>
      <TableCell className="font-medium">{label}</TableCell>
      <TableCell>
        {provider}
        {baseUrl === null ? null : <p className="figures text-ink-faint">{baseUrl}</p>}
      </TableCell>
      <TableCell className="figures whitespace-nowrap">{describeSecret(secret)}</TableCell>
      <TableCell className="max-sm:hidden">{isShared ? <Badge>workspace</Badge> : "yours"}</TableCell>
      <TableCell className="text-ink-soft max-md:hidden">
        {lastUsedAtMs === null ? "never" : <RelativeTime timeMs={lastUsedAtMs} />}
      </TableCell>
      <TableCell>
        {mayManage ? (
          <span className="flex items-center justify-end gap-2">
            <TestAnswer answer={test.data ?? null} error={test.error} />
            <Button size="small" isPending={test.isPending} onClick={() => test.mutate({ keyId })}>
              Test
            </Button>
            <IconButton label={`Remove ${label}`} size="icon-small" onClick={() => setIsRemoving(true)}>
              <Trash2 aria-hidden />
            </IconButton>
          </span>
        ) : null}
        {isRemoving ? (
          <RemoveKeyDialog keyId={keyId} label={label} onClose={() => setIsRemoving(false)} />
        ) : null}
      </TableCell>
    </TableRow>
  );
}

interface TestAnswerProps {
  readonly answer: RouterOutputs["keys"]["test"] | null;
  readonly error: unknown;
}

function TestAnswer({ answer, error }: TestAnswerProps) {
  const fault =
    error === null ? (answer?.ok === false ? answer.message : null) : describeRequestError(error).message;
  return (
    <span role="status" className="flex max-w-80 items-start gap-1.5">
      {fault !== null ? (
        <>
          <CircleX aria-hidden className="mt-0.5 size-4 shrink-0 text-failed" />
          <span className="text-failed">{fault}</span>
        </>
      ) : answer === null ? null : (
        <>
          <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0 text-completed" />
          <span className="text-completed">accepted</span>
        </>
      )}
    </span>
  );
}
