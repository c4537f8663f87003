"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Badge } from "#components/ui/display/badge.tsx";
import { CodeBlock } from "#components/ui/display/code-block.tsx";
import { EmptyState } from "#components/ui/display/empty-state.tsx";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeading,
  TableRow,
} from "#components/ui/layout/table.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { TopLine } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import { RevokeTokenButton } from "./revoke-token-button.tsx";

const NewTokenDialog = dynamic(
  async () => (await loadPatiently(() => import("./new-token-dialog.tsx"))).NewTokenDialog,
  {
    ssr: false,
  },
);

type ApiToken = RouterOutputs["tokens"]["list"]["tokens"][number];

const example = `curl -H "Authorization: Bearer $PENSTOCK_TOKEN" \\
  https://your-penstock/api/trpc/runs.list`;

/** API tokens: programs act with them on a person's behalf, within that person's role. */
export function TokenListPage() {
  const trpc = useTRPC();
  const [isMaking, setIsMaking] = useState(false);
  const { data } = useSuspenseQuery(trpc.tokens.list.queryOptions());
  const isEmpty = data.tokens.length === 0;
  const add = (
    <Button tone="primary" onClick={() => setIsMaking(true)}>
      <Plus aria-hidden />
      New token
    </Button>
  );
  return (
    <>
      <TopLine crumbs={[{ label: "API tokens" }]} actions={isEmpty ? undefined : add} />
      {isEmpty ? (
        <EmptyState
          title="No tokens yet"
          action={add}
          example={<CodeBlock code={example} label="A request with a token" isWrapped />}
        >
          A token lets a program start runs and read their results, in your name and with no more than your
          own role.
        </EmptyState>
      ) : (
        <Table label="API tokens">
          <TableHead>
            <tr>
              <TableHeading>Name</TableHeading>
              <TableHeading>Token</TableHeading>
              <TableHeading className="@max-xl:hidden">Scope</TableHeading>
              <TableHeading className="@max-4xl:hidden">Acts for</TableHeading>
              <TableHeading className="@max-2xl:hidden">Last used</TableHeading>
              <TableHeading className="@max-3xl:hidden">Expires</TableHeading>
              <TableHeading>
                <span className="sr-only">Actions</span>
              </TableHeading>
            </tr>
          </TableHead>
          <TableBody>
            {data.tokens.map((token) => (
              <TokenRow key={token.id} token={token} />
            ))}
          </TableBody>
        </Table>
      )}
      {isMaking ? <NewTokenDialog onClose={() => setIsMaking(false)} /> : null}
    </>
  );
}

function TokenRow({ token }: { readonly token: ApiToken }) {
  return (
    <TableRow className={token.isRevoked ? "text-ink-faint" : ""}>
      <TableCell className="w-1/3 max-w-0 font-medium">
        <span className="flex items-center gap-2">
          <span className="min-w-0 truncate" title={token.name}>
            {token.name}
          </span>
          {token.isRevoked ? <Badge>revoked</Badge> : null}
        </span>
      </TableCell>
      <TableCell className="figures whitespace-nowrap">pen_…_{token.displayPrefix}…</TableCell>
      <TableCell className="whitespace-nowrap @max-xl:hidden">{token.scopes.join(", ")}</TableCell>
      <TableCell className="w-1/4 max-w-0 truncate @max-4xl:hidden">{token.userName}</TableCell>
      <TableCell className="whitespace-nowrap @max-2xl:hidden">
        {token.lastUsedAtMs === null ? "never" : <RelativeTime timeMs={token.lastUsedAtMs} />}
      </TableCell>
      <TableCell className="whitespace-nowrap @max-3xl:hidden">
        {token.expiresAtMs === null ? "never" : <RelativeTime timeMs={token.expiresAtMs} />}
      </TableCell>
      <TableCell className="text-right">
        {token.isRevoked ? null : <RevokeTokenButton tokenId={token.id} name={token.name} />}
      </TableCell>
    </TableRow>
  );
}
