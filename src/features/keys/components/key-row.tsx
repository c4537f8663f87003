"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleCheck, CircleDashed, CircleX, List, Plug, RefreshCw, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { cn } from "#components/ui/class-names.ts";
import { Badge } from "#components/ui/display/badge.tsx";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import { RowActions } from "#components/ui/floating/row-actions.tsx";
import { formatRelativeTime } from "#components/ui/format/relative-time.ts";
import { TableCell, TableRow } from "#components/ui/layout/table.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { useNow } from "#components/ui/use-now.ts";
import { describeSecret } from "#core/policy/mask-secret.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { describeRequestError } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import { providerTitles } from "../model/provider-titles.ts";

const KeyUsesDialog = dynamic(
  async () => (await loadPatiently(() => import("./key-uses-dialog.tsx"))).KeyUsesDialog,
  {
    ssr: false,
  },
);
const ReplaceKeyDialog = dynamic(
  async () => (await loadPatiently(() => import("./replace-key-dialog.tsx"))).ReplaceKeyDialog,
  {
    ssr: false,
  },
);
const RemoveKeyDialog = dynamic(
  async () => (await loadPatiently(() => import("./remove-key-dialog.tsx"))).RemoveKeyDialog,
  {
    ssr: false,
  },
);

type ProviderKey = RouterOutputs["keys"]["list"]["keys"][number];

export function KeyRow({ providerKey }: { readonly providerKey: ProviderKey }) {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const [open, setOpen] = useState<"uses" | "replace" | "remove" | null>(null);
  const queries = useQueryClient();
  const test = useMutation(
    trpc.keys.test.mutationOptions({
      onSuccess: () => queries.invalidateQueries({ queryKey: trpc.keys.list.queryKey() }),
    }),
  );
  const { id: keyId, label, provider, baseUrl, ownerUserId, lastUsedAtMs } = providerKey;
  const isShared = ownerUserId === null;
  const mayManage = !isShared || isAllowed(workspace.role, "keys.manage");
  const secret = { prefix: providerKey.displayPrefix, lastFour: providerKey.displayLast4 };
  const answer = test.isPending ? null : readAnswer(test.data, test.error, provider);
  const told = answer ?? keptRefusal(providerKey);
  return (
    <>
      <TableRow className={told === null ? "" : "border-b-0"}>
        <TableCell className="w-1/4 max-w-0 min-w-24 truncate font-medium" title={label}>
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
          {isShared ? <Badge>workspace</Badge> : "only you"}
          {providerKey.usedInsteadId === null ? null : (
            <p className="text-ink-faint">not used: another key is used first</p>
          )}
        </TableCell>
        <TableCell className="whitespace-nowrap">
          <KeyState {...providerKey} />
        </TableCell>
        <TableCell className="text-ink-soft @max-3xl:hidden">
          {lastUsedAtMs === null ? "never" : <RelativeTime timeMs={lastUsedAtMs} />}
        </TableCell>
        <TableCell>
          {mayManage ? (
            <RowActions
              name={label}
              actions={[
                {
                  word: "Test",
                  Icon: Plug,
                  isPending: test.isPending,
                  onSelect: () => test.mutate({ keyId }),
                },
                { word: "Uses", label: `Uses of ${label}`, Icon: List, onSelect: () => setOpen("uses") },
                { word: "Replace", Icon: RefreshCw, onSelect: () => setOpen("replace") },
                { word: "Remove", Icon: Trash2, isSign: true, onSelect: () => setOpen("remove") },
              ]}
            />
          ) : null}
          {/* Rendered empty at first, so that screen readers announce its text when it comes. */}
          <span role="status" className="sr-only">
            {answer?.text}
          </span>
          {open === "uses" ? <KeyUsesDialog providerKey={providerKey} onClose={() => setOpen(null)} /> : null}
          {open === "replace" ? (
            <ReplaceKeyDialog providerKey={providerKey} onClose={() => setOpen(null)} />
          ) : null}
          {open === "remove" ? (
            <RemoveKeyDialog keyId={keyId} label={label} onClose={() => setOpen(null)} />
          ) : null}
        </TableCell>
      </TableRow>
      {told === null ? null : <AnswerRow answer={told} />}
    </>
  );
}

interface Answer {
  readonly isGood: boolean;
  readonly text: string;
}

/** The result of the last test; null before the first. */
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

/** The vendor's reason for refusing the key. */
function keptRefusal({ testRefusal }: ProviderKey): Answer | null {
  return testRefusal === null ? null : { isGood: false, text: testRefusal };
}

/** Whether the vendor accepts the key, as of the last test. */
function KeyState({ testedAtMs, testRefusal }: Pick<ProviderKey, "testedAtMs" | "testRefusal">) {
  const nowMs = useNow("slow");
  if (testedAtMs === null) {
    return (
      <span className="inline-flex items-center gap-1.5 text-ink-faint">
        <CircleDashed aria-hidden className="size-4 shrink-0" />
        untested
      </span>
    );
  }
  const isGood = testRefusal === null;
  const Icon = isGood ? CircleCheck : CircleX;
  return (
    <span
      title={`Tested ${formatRelativeTime(testedAtMs, nowMs)}`}
      className={cn("inline-flex items-center gap-1.5", isGood ? "text-completed" : "text-failed")}
      suppressHydrationWarning
    >
      <Icon aria-hidden className="size-4 shrink-0" />
      {isGood ? "works" : "refused"}
    </span>
  );
}

/** On its own line below the key, since it may be long. */
function AnswerRow({ answer }: { readonly answer: Answer }) {
  const Icon = answer.isGood ? CircleCheck : CircleX;
  return (
    <tr aria-hidden className="border-b">
      <td colSpan={7} className="px-6 pb-2.5 max-sm:px-4">
        <span className={cn("measure flex gap-1.5", answer.isGood ? "text-completed" : "text-failed")}>
          <Icon aria-hidden className="mt-0.5 size-4 shrink-0" />
          {answer.text}
        </span>
      </td>
    </tr>
  );
}
