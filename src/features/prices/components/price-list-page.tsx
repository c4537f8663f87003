"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { Input } from "#components/ui/controls/input.tsx";
import { EmptyState } from "#components/ui/display/empty-state.tsx";
import { Table, TableBody, TableHead, TableHeading } from "#components/ui/layout/table.tsx";
import { loadPatiently } from "#components/ui/load-patiently.ts";
import { isAllowed } from "#core/policy/permissions.ts";
import { TopLine, useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { priceRows, type PriceRow as Row } from "../model/price-rows.ts";
import { PriceRowView } from "./price-row-view.tsx";

const SetPriceDialog = dynamic(
  async () => (await loadPatiently(() => import("./set-price-dialog.tsx"))).SetPriceDialog,
  {
    ssr: false,
  },
);
const RemovePriceDialog = dynamic(
  async () => (await loadPatiently(() => import("./remove-price-dialog.tsx"))).RemovePriceDialog,
  {
    ssr: false,
  },
);

type Open =
  | { readonly kind: "set"; readonly row: Row | null }
  | { readonly kind: "remove"; readonly row: Row };

/** Model prices in this workspace: its own, and the list's with the date and source. */
export function PriceListPage() {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const [search, setSearch] = useState("");
  const [open, setOpen] = useState<Open | null>(null);
  const { data } = useSuspenseQuery(trpc.prices.list.queryOptions());
  const mayManage = isAllowed(workspace.role, "prices.manage");
  const rows = priceRows(data, search);
  const close = () => setOpen(null);
  return (
    <>
      <TopLine
        crumbs={[{ label: "Settings", href: `/${workspace.slug}/settings` }, { label: "Prices" }]}
        actions={
          mayManage ? (
            <Button tone="primary" onClick={() => setOpen({ kind: "set", row: null })}>
              <Plus aria-hidden />
              Set price
            </Button>
          ) : undefined
        }
      />
      <div className="grid gap-3 px-6 py-3 max-sm:px-4">
        <p className="measure text-ink-soft">
          US dollars per million tokens. A price that is set here applies to runs that start afterwards; what
          has been booked never changes. A model without a price costs an unknown amount, which is shown as
          such.
        </p>
        <Input
          type="search"
          aria-label="Find a model"
          placeholder="Find a model"
          className="max-w-80"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      {rows.length === 0 ? (
        <EmptyState title="No such model">
          No price is known for a model with this name.{" "}
          {mayManage ? "Set one, or search for another name." : ""}
        </EmptyState>
      ) : (
        <Table label="Prices" className="border-t">
          <TableHead>
            <tr>
              <TableHeading>Model</TableHeading>
              <TableHeading className="text-right">Input</TableHeading>
              <TableHeading className="text-right @max-xl:hidden">Cache reads</TableHeading>
              <TableHeading className="text-right @max-2xl:hidden">Cache writes</TableHeading>
              <TableHeading className="text-right">Output</TableHeading>
              <TableHeading className="@max-lg:hidden">From</TableHeading>
              <TableHeading>
                <span className="sr-only">Actions</span>
              </TableHeading>
            </tr>
          </TableHead>
          <TableBody>
            {rows.map((row) => (
              <PriceRowView
                key={row.model}
                row={row}
                mayManage={mayManage}
                onSet={() => setOpen({ kind: "set", row })}
                onRemove={() => setOpen({ kind: "remove", row })}
              />
            ))}
          </TableBody>
        </Table>
      )}
      {open?.kind === "set" ? <SetPriceDialog row={open.row} onClose={close} /> : null}
      {open?.kind === "remove" ? <RemovePriceDialog row={open.row} onClose={close} /> : null}
    </>
  );
}
