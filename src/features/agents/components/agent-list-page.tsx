"use client";

import { useSuspenseQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { cn } from "#components/ui/class-names.ts";
import { Button } from "#components/ui/controls/button.tsx";
import { Badge } from "#components/ui/display/badge.tsx";
import { CodeBlock } from "#components/ui/display/code-block.tsx";
import { EmptyState } from "#components/ui/display/empty-state.tsx";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import {
  rowLinkClasses,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeading,
  TableRow,
} from "#components/ui/layout/table.tsx";
import { isAllowed } from "#core/policy/permissions.ts";
import { TopLine, useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { Agent } from "../model/agent-values.ts";

/** The workspace's agents: each is instructions and a model under one name. */
export function AgentListPage() {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const { data } = useSuspenseQuery(trpc.agents.list.queryOptions({ withArchived: true }));
  const base = `/${workspace.slug}/agents`;
  const isEmpty = data.agents.length === 0;
  const add = isAllowed(workspace.role, "agents.write") ? (
    <Button asChild tone="primary" className="hover:bg-accent-fill-hover">
      <Link href={`${base}/new`}>
        <Plus aria-hidden />
        New agent
      </Link>
    </Button>
  ) : undefined;
  return (
    <>
      <TopLine crumbs={[{ label: "Agents" }]} actions={isEmpty ? undefined : add} />
      {isEmpty ? <NoAgents action={add} /> : <AgentTable agents={data.agents} base={base} />}
    </>
  );
}

function AgentTable({ agents, base }: { readonly agents: readonly Agent[]; readonly base: string }) {
  return (
    <Table label="Agents">
      <TableHead>
        <tr>
          <TableHeading>Name</TableHeading>
          <TableHeading>Identifier</TableHeading>
          <TableHeading className="@max-xl:hidden">Model</TableHeading>
          <TableHeading className="@max-5xl:hidden">Instructions</TableHeading>
          <TableHeading className="@max-2xl:hidden">Changed</TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {agents.map((agent) => (
          <TableRow key={agent.id}>
            <TableCell className="w-1/3 max-w-0">
              <span className="flex items-center gap-2">
                <Link
                  href={`${base}/${agent.id}`}
                  data-row
                  title={agent.name}
                  className={cn(rowLinkClasses, "min-w-0 truncate")}
                >
                  {agent.name}
                </Link>
                {agent.isArchived ? <Badge>archived</Badge> : null}
              </span>
            </TableCell>
            <TableCell className="figures w-1/5 max-w-0 truncate text-ink-soft">{agent.key}</TableCell>
            <TableCell className="figures w-1/5 max-w-0 truncate text-ink-soft @max-xl:hidden">
              {agent.model}
            </TableCell>
            <TableCell className="max-w-0 truncate text-ink-soft @max-5xl:hidden">
              {agent.instructions}
            </TableCell>
            <TableCell className="text-ink-soft @max-2xl:hidden">
              <RelativeTime timeMs={agent.updatedAtMs} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

const example = `- id: draft
  type: agent
  name: Draft
  config:
    agentId: writer
    task: "Write about {{ topic }}."`;

function NoAgents({ action }: { readonly action: ReactNode }) {
  return (
    <EmptyState
      title="No agents yet"
      action={action}
      example={<CodeBlock code={example} label="A node that uses an agent" />}
    >
      An agent is a model with instructions, under a name that nodes of any pipeline can call. Change it in
      one place; what is published keeps the agent it was published with.
    </EmptyState>
  );
}
