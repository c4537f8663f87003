"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { useDeferredValue, useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { EmptyState } from "#components/ui/display/empty-state.tsx";
import { Table, TableBody, TableHead, TableHeading } from "#components/ui/layout/table.tsx";
import { isAllowed } from "#core/policy/permissions.ts";
import { isTerminalRun } from "#core/run/status.ts";
import { TopLine, useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { useMemberNames } from "../../hooks/use-member-names.ts";
import { useWorkspaceHref } from "../../hooks/use-workspace-href.ts";
import { pipelineListInput } from "../../model/pipeline-list-input.ts";
import type { PipelineSummary } from "../../model/pipeline-outputs.ts";
import { parsePipelineOrder, pipelineOrderQuery, sortPipelines } from "../../model/sort-pipelines.ts";
import { PipelineFilter } from "./pipeline-filter.tsx";
import { PipelineRow } from "./pipeline-row.tsx";

/** How soon the list is read again: while something is going on, and otherwise. */
const refreshMs = { busy: 3_000, calm: 30_000 } as const;

function isBusy(pipelines: readonly PipelineSummary[]): boolean {
  return pipelines.some(({ lastRuns }) => lastRuns.some(({ status }) => !isTerminalRun(status)));
}

/** Every pipeline of the workspace with how its last runs went. */
export function PipelineListPage() {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const [wanted, setWanted] = useState("");
  const [withArchived, setWithArchived] = useState(false);
  const pathname = usePathname();
  const order = parsePipelineOrder(useSearchParams().get("order"));
  const shown = useDeferredValue(withArchived);
  const { data } = useSuspenseQuery({
    ...trpc.pipelines.list.queryOptions(pipelineListInput(shown)),
    refetchInterval: ({ state }) => (isBusy(state.data?.pipelines ?? []) ? refreshMs.busy : refreshMs.calm),
  });
  const mayWrite = isAllowed(workspace.role, "pipelines.write");
  const found = data.pipelines.filter(({ name }) => name.toLowerCase().includes(wanted.trim().toLowerCase()));
  const isEmpty = data.pipelines.length === 0 && !shown && !withArchived;
  return (
    <>
      <TopLine
        crumbs={[{ label: "Pipelines" }]}
        actions={mayWrite && !isEmpty ? <NewPipelineLink /> : undefined}
      />
      {isEmpty ? (
        <NoPipelines mayWrite={mayWrite} onShowArchived={() => setWithArchived(true)} />
      ) : (
        <>
          <PipelineFilter
            wanted={wanted}
            onWantedChange={setWanted}
            onGoOn={(isChosen) => {
              const first = document.querySelector<HTMLElement>("main a[data-row]");
              if (isChosen) first?.click();
              else first?.focus();
            }}
            withArchived={withArchived}
            onWithArchivedChange={setWithArchived}
            order={order}
            onOrderChange={(next) =>
              window.history.replaceState(null, "", pathname + pipelineOrderQuery(next))
            }
          />
          {found.length === 0 ? (
            <EmptyState title="Nothing here">
              {wanted === "" ? "There are no pipelines." : `No pipeline has “${wanted}” in its name.`}
            </EmptyState>
          ) : (
            <PipelineTable pipelines={sortPipelines(found, order)} />
          )}
        </>
      )}
    </>
  );
}

function PipelineTable({ pipelines }: { readonly pipelines: readonly PipelineSummary[] }) {
  const nameOf = useMemberNames();
  return (
    <Table label="Pipelines">
      <TableHead>
        <tr>
          <TableHeading>Name</TableHeading>
          <TableHeading>Last runs</TableHeading>
          <TableHeading className="text-right @max-4xl:hidden">Success</TableHeading>
          <TableHeading className="text-right @max-5xl:hidden">Last cost</TableHeading>
          <TableHeading className="@max-2xl:hidden">Last run</TableHeading>
          <TableHeading className="@max-6xl:hidden">Created by</TableHeading>
          <TableHeading className="@max-3xl:hidden">Published</TableHeading>
          <TableHeading>
            <span className="sr-only">More</span>
          </TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {pipelines.map((pipeline) => (
          <PipelineRow
            key={pipeline.id}
            pipeline={pipeline}
            creator={pipeline.createdBy === null ? "" : nameOf(pipeline.createdBy)}
          />
        ))}
      </TableBody>
    </Table>
  );
}

function NewPipelineLink() {
  const href = useWorkspaceHref();
  return (
    <Button asChild tone="primary" className="hover:bg-accent-fill-hover">
      <Link href={href("pipelines/new")}>
        <Plus aria-hidden />
        New pipeline
      </Link>
    </Button>
  );
}

function NoPipelines(props: { readonly mayWrite: boolean; readonly onShowArchived: () => void }) {
  return (
    <EmptyState
      title="No pipelines yet"
      action={
        <>
          {props.mayWrite ? <NewPipelineLink /> : null}
          <Button tone="quiet" onClick={props.onShowArchived}>
            Show archived
          </Button>
        </>
      }
    >
      <p>
        A pipeline is a graph of steps: models that are asked, conditions that choose a way, actions that do
        something. Begin with a template; each runs in the sandbox, without a key and without cost.
      </p>
    </EmptyState>
  );
}
