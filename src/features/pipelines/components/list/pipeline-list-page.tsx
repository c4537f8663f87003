"use client";

import { Plus } from "lucide-react";
import Link from "next/link";
import { usePathname, useSearchParams } from "next/navigation";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { EmptyState } from "#components/ui/display/empty-state.tsx";
import { SkeletonRows } from "#components/ui/display/skeleton.tsx";
import { Table, TableBody, TableHead, TableHeading } from "#components/ui/layout/table.tsx";
import { isAllowed } from "#core/policy/permissions.ts";
import { RequestError } from "#features/errors/index.ts";
import { TopLine, useShell } from "#features/shell/index.ts";
import { useMemberNames } from "../../hooks/use-member-names.ts";
import { type PipelineList, usePipelineList } from "../../hooks/use-pipeline-list.ts";
import { useWorkspaceHref } from "../../hooks/use-workspace-href.ts";
import { parsePipelineOrder, pipelineOrderQuery } from "../../model/pipeline-order.ts";
import type { PipelineSummary } from "../../model/pipeline-outputs.ts";
import { PipelineFilter } from "./pipeline-filter.tsx";
import { PipelinePages } from "./pipeline-pages.tsx";
import { PipelineRow } from "./pipeline-row.tsx";

/** The workspace's pipelines with the results of their last runs, paginated. */
export function PipelineListPage() {
  const { workspace } = useShell();
  const [wanted, setWanted] = useState("");
  const [withArchived, setWithArchived] = useState(false);
  const [after, setAfter] = useState<string | null>(null);
  const pathname = usePathname();
  const order = parsePipelineOrder(useSearchParams().get("order"));
  const mayWrite = isAllowed(workspace.role, "pipelines.write");
  const list = usePipelineList({ text: wanted, withArchived, order, after });
  const isEverything = wanted === "" && !withArchived && after === null && !list.isOld;
  const isEmpty = isEverything && list.pipelines?.length === 0;
  const fromStart =
    <Value,>(change: (value: Value) => void) =>
    (value: Value) => {
      setAfter(null);
      change(value);
    };
  return (
    <>
      <TopLine
        crumbs={[{ label: "Pipelines" }]}
        actions={mayWrite && !isEmpty ? <NewPipelineLink /> : undefined}
      />
      {isEmpty ? (
        <NoPipelines mayWrite={mayWrite} onShowArchived={() => setWithArchived(true)} />
      ) : (
        <PipelineFilter
          wanted={wanted}
          onWantedChange={fromStart(setWanted)}
          onGoOn={goOnToFirst}
          withArchived={withArchived}
          onWithArchivedChange={fromStart(setWithArchived)}
          order={order}
          onOrderChange={fromStart((next) =>
            window.history.replaceState(null, "", pathname + pipelineOrderQuery(next)),
          )}
        />
      )}
      {isEmpty ? null : <Found list={list} wanted={wanted} />}
      <PipelinePages after={after} nextCursor={list.nextCursor} onTurn={setAfter} />
    </>
  );
}

/** Moves to the first row, or into it. */
function goOnToFirst(isChosen: boolean): void {
  const first = document.querySelector<HTMLElement>("main a[data-row]");
  if (isChosen) first?.click();
  else first?.focus();
}

function Found({ list, wanted }: { readonly list: PipelineList; readonly wanted: string }) {
  const { pipelines, error, again, isOld } = list;
  return (
    <>
      {error === null ? null : <RequestError error={error} again={again} className="m-6 max-sm:m-4" />}
      {pipelines === null && error === null ? <SkeletonRows rows={12} label="Loading pipelines" /> : null}
      {pipelines === null ? null : pipelines.length === 0 ? (
        <EmptyState title={wanted === "" ? "No pipelines" : "No pipelines match"}>
          {wanted === "" ? "There are no pipelines." : `No pipeline's name contains “${wanted}”.`}
        </EmptyState>
      ) : (
        <div aria-busy={isOld}>
          <PipelineTable pipelines={pipelines} />
        </div>
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
        A pipeline is a graph of steps: models that answer, conditions that choose a branch, actions that do
        something. Begin with a template; each runs in the sandbox, without a key and without cost.
      </p>
    </EmptyState>
  );
}
