"use client";

import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { CodeBlock } from "#components/ui/display/code-block.tsx";
import { Duration } from "#components/ui/display/duration.tsx";
import { EmptyState } from "#components/ui/display/empty-state.tsx";
import { ErrorState } from "#components/ui/display/error-state.tsx";
import { Markdown } from "#components/ui/display/markdown.tsx";
import { Money } from "#components/ui/display/money.tsx";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import { SkeletonRows } from "#components/ui/display/skeleton.tsx";
import { StatusBadge } from "#components/ui/display/status-badge.tsx";
import { TokenCount } from "#components/ui/display/token-count.tsx";
import {
  rowLinkClasses,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeading,
  TableRow,
} from "#components/ui/layout/table.tsx";
import { Tabs } from "#components/ui/layout/tabs.tsx";
import { briefText, risksText } from "../stories/recorded-texts.ts";
import { Section } from "./section.tsx";

const sampleMs = Date.UTC(2026, 10, 20, 9, 30);
const runs = [
  { id: "8f0c8a11", status: "running", micros: 4_200, length: null },
  { id: "7e1b9c20", status: "completed", micros: 12_400_000, length: 184_000 },
  { id: "6d2a0d31", status: "failed", micros: null, length: 640 },
] as const;

/** Components that show content. */
export function Content() {
  const [tab, setTab] = useState("output");
  return (
    <>
      <Section title="Table" note="A row is a link: Enter opens it, a middle click opens it in a new tab.">
        <Table label="Runs">
          <TableHead>
            <tr>
              <TableHeading>Run</TableHeading>
              <TableHeading>Status</TableHeading>
              <TableHeading>Took</TableHeading>
              <TableHeading>Tokens</TableHeading>
              <TableHeading>Cost</TableHeading>
              <TableHeading>Started</TableHeading>
            </tr>
          </TableHead>
          <TableBody>
            {runs.map((run) => (
              <TableRow key={run.id}>
                <TableCell>
                  <a href={`#${run.id}`} data-row className={rowLinkClasses}>
                    {run.id}
                  </a>
                </TableCell>
                <TableCell>
                  <StatusBadge status={run.status} />
                </TableCell>
                <TableCell>
                  <Duration startMs={sampleMs} endMs={sampleMs + (run.length ?? 1_200)} />
                </TableCell>
                <TableCell>
                  <TokenCount inputTokens={12_480} outputTokens={1_240_000} />
                </TableCell>
                <TableCell>
                  <Money costMicros={run.micros} isSandbox={run.status === "running"} />
                </TableCell>
                <TableCell>
                  <RelativeTime timeMs={sampleMs} />
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </Section>
      <Section title="Tabs and reading text">
        <Tabs
          label="Texts"
          value={tab}
          onValueChange={setTab}
          className="rounded-base border"
          contentClassName="p-4"
          tabs={[
            { value: "output", label: "Brief", content: <Markdown source={briefText} /> },
            { value: "risks", label: "Risks", count: 3, content: <Markdown source={risksText} /> },
            { value: "code", label: "Code", content: <CodeBlock code={'{\n  "cost": 42\n}'} label="JSON" /> },
          ]}
        />
      </Section>
      <Section title="States">
        <div className="grid gap-4 lg:grid-cols-2">
          <ErrorState
            title="The provider refused the key"
            message="Anthropic answered 401 for the key sk-ant-…9Qx2 of node “Draft”. Test the key, or add another one under Provider keys."
            details={[
              ["code", "KEY_INVALID"],
              ["request", "01930f6e-7c00-7d4a"],
            ]}
            action={<Button size="small">Open provider keys</Button>}
          />
          <SkeletonRows rows={3} label="Loading runs" />
        </div>
        <EmptyState
          title="No pipelines yet"
          action={<Button tone="primary">New pipeline</Button>}
          example={
            <CodeBlock
              code={"name: Research brief\nnodes:\n  - { id: start, type: trigger, name: Start }"}
              label="YAML"
            />
          }
        >
          A pipeline is a graph of agents, conditions and actions. Start from a template that runs in the
          sandbox without a key.
        </EmptyState>
      </Section>
    </>
  );
}
