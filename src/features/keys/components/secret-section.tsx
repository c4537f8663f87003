"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Table, TableBody, TableHead, TableHeading } from "#components/ui/layout/table.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { SecretRow } from "./secret-row.tsx";

const AddSecretDialog = dynamic(
  async () => (await loadPatiently(() => import("./add-secret-dialog.tsx"))).AddSecretDialog,
  {
    ssr: false,
  },
);

/** The secrets that HTTP requests in the workspace's pipelines may use by name. */
export function SecretSection() {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const [isAdding, setIsAdding] = useState(false);
  const { data } = useSuspenseQuery(trpc.secrets.list.queryOptions());
  const mayManage = isAllowed(workspace.role, "secrets.manage");
  return (
    <section aria-labelledby="secrets" className="border-t py-5">
      <header className="mb-2 flex flex-wrap items-center justify-between gap-2 px-6 max-sm:px-4">
        <h2 id="secrets" className="font-semibold text-section">
          Secrets <span className="figures ml-1 text-ink-faint">{data.secrets.length}</span>
        </h2>
        {mayManage ? (
          <Button onClick={() => setIsAdding(true)}>
            <Plus aria-hidden />
            Add secret
          </Button>
        ) : (
          <p className="text-ink-faint">Owners and admins can add and replace secrets.</p>
        )}
      </header>
      <p className="measure px-6 pb-3 text-ink-soft max-sm:px-4">
        {data.secrets.length === 0 ? "No secrets yet. " : ""}
        An <code>http.request</code> takes a secret by its name, as in{" "}
        <code className="whitespace-nowrap">{"{{ secrets.API_TOKEN }}"}</code>. Its value is opened when the
        request is sent; nobody can read it, here or in a run.
      </p>
      {data.secrets.length === 0 ? null : (
        <Table label="Secrets" className="border-t">
          <TableHead>
            <tr>
              <TableHeading>Name</TableHeading>
              <TableHeading className="@max-lg:hidden">Value set</TableHeading>
              <TableHeading className="@max-lg:hidden">Last used</TableHeading>
              <TableHeading>
                <span className="sr-only">Actions</span>
              </TableHeading>
            </tr>
          </TableHead>
          <TableBody>
            {data.secrets.map((secret) => (
              <SecretRow key={secret.id} secret={secret} mayManage={mayManage} />
            ))}
          </TableBody>
        </Table>
      )}
      {isAdding ? <AddSecretDialog onClose={() => setIsAdding(false)} /> : null}
    </section>
  );
}
