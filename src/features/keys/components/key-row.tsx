"use client";

import { useMutation } from "@tanstack/react-query";
import { CircleCheck, CircleX, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Badge } from "#components/ui/badge.tsx";
import { Button } from "#components/ui/button.tsx";
import { cn } from "#components/ui/class-names.ts";
import { IconButton } from "#components/ui/icon-button.tsx";
import { RelativeTime } from "#components/ui/relative-time.tsx";
import { TableCell, TableRow } from "#components/ui/table.tsx";
import { describeSecret } from "#core/policy/mask-secret.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { describeRequestError } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import { providerTitles } from "../model/provider-titles.ts";

const RemoveKeyDialog = dynamic(async () => (await import("./remove-key-dialog.tsx")).RemoveKeyDialog, {
  ssr: false,
});

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
  const answer = test.isPending ? null : readAnswer(test.data, test.error, provider);
  return (
    <>
      <TableRow className={answer === null ? "" : "border-b-0"}>
        <TableCell className="w-1/4 max-w-0 truncate font-medium" title={label}>
          {label}
        </TableCell>
        <TableCell className="w-1/4 max-w-0">
          {provider}
          {baseUrl === null ? null : (
            <p className="figures truncate text-ink-faint" title={baseUrl}>
              {baseUrl}
            </p>
          )}
        </TableCell>
        <TableCell className="figures whitespace-nowrap @max-2xl:hidden">{describeSecret(secret)}</TableCell>
        <TableCell className="whitespace-nowrap @max-xl:hidden">
          {isShared ? <Badge>workspace</Badge> : "yours"}
        </TableCell>
        <TableCell className="text-ink-soft @max-3xl:hidden">
          {lastUsedAtMs === null ? "never" : <RelativeTime timeMs={lastUsedAtMs} />}
        </TableCell>
        <TableCell>
          {mayManage ? (
            <span className="flex items-center justify-end gap-2">
              <Button
                size="small"
                aria-label={`Test ${label}`}
                isPending={test.isPending}
                onClick={() => test.mutate({ keyId })}
              >
                Test
              </Button>
              <IconButton label={`Remove ${label}`} size="icon-small" onClick={() => setIsRemoving(true)}>
                <Trash2 aria-hidden />
              </IconButton>
            </span>
          ) : null}
          {/* There before it has something to say, so that a screen reader says it. */}
          <span role="status" className="sr-only">
            {answer?.text}
          </span>
          {isRemoving ? (
            <RemoveKeyDialog keyId={keyId} label={label} onClose={() => setIsRemoving(false)} />
          ) : null}
        </TableCell>
      </TableRow>
      {answer === null ? null : <AnswerRow answer={answer} />}
    </>
  );
}

interface Answer {
  readonly isGood: boolean;
  readonly text: string;
}

/** What the vendor said of the key, or why it could not be asked; null before. */
function readAnswer(
  data: RouterOutputs["keys"]["test"] | undefined,
  error: unknown,
  provider: ProviderKey["provider"],
): Answer | null {
  if (error !== null) return { isGood: false, text: describeRequestError(error).message };
  if (data === undefined) return null;
  return data.ok
    ? { isGood: true, text: `${providerTitles[provider].name} accepts this key.` }
    : { isGood: false, text: data.message };
}

/** Beneath its key, over the whole width: it may be long. */
function AnswerRow({ answer }: { readonly answer: Answer }) {
  const Icon = answer.isGood ? CircleCheck : CircleX;
  return (
    <tr aria-hidden className="border-b">
      <td colSpan={6} className="px-6 pb-2.5 max-sm:px-4">
        <span className={cn("measure flex gap-1.5", answer.isGood ? "text-completed" : "text-failed")}>
          <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
          {answer.text}
        </span>
      </td>
    </tr>
  );
}
