"use client";

import { RefreshCw, Trash2 } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import { RowActions } from "#components/ui/floating/row-actions.tsx";
import { TableCell, TableRow } from "#components/ui/layout/table.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";

const ReplaceSecretDialog = dynamic(
  async () => (await loadPatiently(() => import("./replace-secret-dialog.tsx"))).ReplaceSecretDialog,
  { ssr: false },
);
const RemoveSecretDialog = dynamic(
  async () => (await loadPatiently(() => import("./remove-secret-dialog.tsx"))).RemoveSecretDialog,
  { ssr: false },
);

interface SecretRowProps {
  readonly secret: RouterOutputs["secrets"]["list"]["secrets"][number];
  readonly mayManage: boolean;
}

export function SecretRow({ secret, mayManage }: SecretRowProps) {
  const [open, setOpen] = useState<"replace" | "remove" | null>(null);
  const { id: secretId, name, updatedAtMs, lastUsedAtMs } = secret;
  const close = () => setOpen(null);
  return (
    <TableRow>
      <TableCell className="break-all font-mono">{name}</TableCell>
      <TableCell className="text-ink-soft @max-lg:hidden">
        <RelativeTime timeMs={updatedAtMs} />
      </TableCell>
      <TableCell className="text-ink-soft @max-lg:hidden">
        {lastUsedAtMs === null ? "never" : <RelativeTime timeMs={lastUsedAtMs} />}
      </TableCell>
      <TableCell>
        {mayManage ? (
          <RowActions
            name={name}
            actions={[
              { word: "Replace", Icon: RefreshCw, onSelect: () => setOpen("replace") },
              { word: "Remove", Icon: Trash2, isSign: true, onSelect: () => setOpen("remove") },
            ]}
          />
        ) : null}
        {open === "replace" ? <ReplaceSecretDialog secretId={secretId} name={name} onClose={close} /> : null}
        {open === "remove" ? <RemoveSecretDialog secretId={secretId} name={name} onClose={close} /> : null}
      </TableCell>
    </TableRow>
  );
}
