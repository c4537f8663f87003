"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Badge } from "#components/ui/display/badge.tsx";
import { EmptyState } from "#components/ui/display/empty-state.tsx";
import { Table, TableBody, TableHead, TableHeading } from "#components/ui/layout/table.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { TopLine, useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { CircuitSection } from "./circuit-section.tsx";
import { KeyRow } from "./key-row.tsx";
import { SecretSection } from "./secret-section.tsx";

const AddKeyDialog = dynamic(
  async () => (await loadPatiently(() => import("./add-key-dialog.tsx"))).AddKeyDialog,
  { ssr: false },
);

/** The reader's and the workspace's provider keys, the state of their models, and the secrets for HTTP requests. */
export function KeyListPage() {
  const { workspace } = useShell();
  return (
    <>
      {isAllowed(workspace.role, "keys.read") ? (
        <>
          <KeyList />
          <CircuitSection />
        </>
      ) : (
        <NoKeys />
      )}
      <SecretSection />
    </>
  );
}

function NoKeys() {
  const { workspace } = useShell();
  return (
    <>
      <TopLine crumbs={[{ label: "Provider keys" }]} />
      <EmptyState title="You are not allowed to see this">
        As a {workspace.role} of {workspace.name} you cannot start runs, so you need no keys. Ask an owner or
        an admin to make you an editor.
      </EmptyState>
    </>
  );
}

function KeyList() {
  const trpc = useTRPC();
  const [isAdding, setIsAdding] = useState(false);
  const { data } = useSuspenseQuery(trpc.keys.list.queryOptions());
  const isEmpty = data.keys.length === 0;
  const add = (
    <Button tone="primary" onClick={() => setIsAdding(true)}>
      <Plus aria-hidden />
      Add key
    </Button>
  );
  return (
    <>
      <TopLine crumbs={[{ label: "Provider keys" }]} actions={isEmpty ? undefined : add} />
      {isEmpty ? (
        <EmptyState title="No keys yet" action={add}>
          <p>
            A provider's models need a key of that provider. Without one, runs that use such a model are
            refused before anything starts or costs money.
          </p>
          <p className="mt-2">
            <Badge>sandbox</Badge> models need no key: they answer from your own text, and cost play money.
          </p>
        </EmptyState>
      ) : (
        <>
          <p className="measure px-6 py-3 text-ink-soft max-sm:px-4">
            A run uses the key of the person who started it, otherwise the workspace’s; of several, the one
            set to be used first or added last. Keys are kept encrypted; nobody can read one back. Sandbox
            models need none.
          </p>
          <Table label="Provider keys" className="mb-5 border-t">
            <TableHead>
              <tr>
                <TableHeading>Label</TableHeading>
                <TableHeading>Provider</TableHeading>
                <TableHeading className="@max-2xl:hidden">Key</TableHeading>
                <TableHeading className="@max-xl:hidden">Used by</TableHeading>
                <TableHeading>State</TableHeading>
                <TableHeading className="@max-3xl:hidden">Last used</TableHeading>
                <TableHeading>
                  <span className="sr-only">Actions</span>
                </TableHeading>
              </tr>
            </TableHead>
            <TableBody>
              {data.keys.map((key) => (
                <KeyRow key={key.id} providerKey={key} />
              ))}
            </TableBody>
          </Table>
        </>
      )}
      {isAdding ? <AddKeyDialog onClose={() => setIsAdding(false)} /> : null}
    </>
  );
}
