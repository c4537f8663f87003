"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Button } from "#components/ui/controls/button.tsx";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import { StatusBadge } from "#components/ui/display/status-badge.tsx";
import { showToast } from "#components/ui/floating/toast-store.ts";
import { TableCell, TableRow } from "#components/ui/layout/table.tsx";
import { isAllowed } from "#core/policy/permissions.ts";
import { describeRequestError, errorTitles } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import { circuitLooks } from "../model/circuit-looks.ts";

type Circuit = RouterOutputs["circuits"]["list"]["circuits"][number];

export function CircuitRow({ circuit }: { readonly circuit: Circuit }) {
  const { workspace } = useShell();
  const { provider, keyLabel, keyId, lastError, lastErrorAtMs } = circuit;
  const model = `${provider}/${circuit.model}`;
  const look = circuitLooks[circuit.state];
  const isCalm = circuit.state === "closed" && circuit.failures === 0;
  // People manage their own keys; of the others they see only the workspace's.
  const mayReset = isAllowed(workspace.role, keyId === null ? "keys.manage" : "keys.own");
  return (
    <TableRow>
      <TableCell className="w-1/3 max-w-0">
        <p className="figures truncate" title={model}>
          {model}
        </p>
        {keyLabel === null ? null : <p className="truncate text-ink-faint">{keyLabel}</p>}
      </TableCell>
      <TableCell className="whitespace-nowrap">
        <StatusBadge status={look.status} word={look.word} />
        <p className="text-ink-faint">
          <Since circuit={circuit} />
        </p>
      </TableCell>
      <TableCell className="whitespace-nowrap text-ink-soft @max-2xl:hidden">
        <NextCall circuit={circuit} />
      </TableCell>
      <TableCell className="max-w-0 @max-xl:hidden">
        {lastError === null || lastErrorAtMs === null ? null : (
          <>
            <p className="truncate" title={lastError.message}>
              {errorTitles[lastError.code]}
            </p>
            <RelativeTime timeMs={lastErrorAtMs} className="text-ink-faint" />
          </>
        )}
      </TableCell>
      <TableCell>{mayReset && !isCalm ? <ResetButton model={model} keyId={keyId} /> : null}</TableCell>
    </TableRow>
  );
}

function Since({ circuit: { state, failures, sinceMs } }: { readonly circuit: Circuit }) {
  if (state === "closed" && failures > 0) return `${failures} of 5 failures`;
  return sinceMs === null ? null : <RelativeTime timeMs={sinceMs} />;
}

function NextCall({ circuit: { state, nextProbeAtMs } }: { readonly circuit: Circuit }) {
  switch (state) {
    case "closed":
      return "any time";
    case "probing":
      return "being made";
    case "open":
      return nextProbeAtMs === null ? null : <RelativeTime timeMs={nextProbeAtMs} />;
  }
}

function ResetButton({ model, keyId }: { readonly model: string; readonly keyId: Circuit["keyId"] }) {
  const trpc = useTRPC();
  const queries = useQueryClient();
  const reset = useMutation(
    trpc.circuits.reset.mutationOptions({
      onSuccess: () => {
        showToast({ title: "Circuit closed", description: `The next call to ${model} is made.` });
        return queries.invalidateQueries({ queryKey: trpc.circuits.list.queryKey() });
      },
      onError: (error) =>
        showToast({
          tone: "failed",
          title: "The circuit was not closed",
          description: describeRequestError(error).message,
        }),
    }),
  );
  return (
    <span className="flex justify-end">
      <Button
        size="small"
        aria-label={`Close the circuit of ${model}`}
        isPending={reset.isPending}
        onClick={() => reset.mutate({ model, keyId })}
      >
        Close now
      </Button>
    </span>
  );
}
