"use client";

import { Badge } from "#components/ui/display/badge.tsx";
import { Money } from "#components/ui/display/money.tsx";
import { formatDuration } from "#components/ui/format/duration.ts";
import { formatTokens } from "#components/ui/format/tokens.ts";
import {
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableHeading,
  TableRow,
} from "#components/ui/layout/table.tsx";
import type { RouterOutputs } from "#lib/trpc/router-outputs.ts";
import { type ComparedNode, comparisonWords, differsText } from "../../model/words/compare-words.ts";

interface CompareTableProps {
  readonly comparison: RouterOutputs["runs"]["compare"];
  readonly shownId: string | null;
  readonly onShow: (nodeId: string) => void;
}

const tones = {
  same: "plain",
  changed: "failed",
  affected: "waiting",
  "only-first": "accent",
  "only-second": "accent",
} as const;

/** Each node in both runs; the first difference is marked. */
export function CompareTable({ comparison, shownId, onShow }: CompareTableProps) {
  const { nodes, firstDivergence } = comparison;
  return (
    <Table label="Nodes of both runs">
      <TableHead>
        <tr>
          <TableHeading>Node</TableHeading>
          <TableHeading>Verdict</TableHeading>
          <TableHeading className="@max-4xl:hidden">Differs in</TableHeading>
          <TableHeading>Status</TableHeading>
          <TableHeading className="@max-4xl:hidden">Model</TableHeading>
          <TableHeading className="text-right @max-2xl:hidden">Tokens</TableHeading>
          <TableHeading className="text-right @max-2xl:hidden">Cost</TableHeading>
          <TableHeading className="text-right @max-2xl:hidden">Took</TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {nodes.map((node) => (
          <CompareRow
            key={node.nodeId}
            node={node}
            isFirst={node.nodeId === firstDivergence}
            isShown={node.nodeId === shownId}
            onShow={() => onShow(node.nodeId)}
          />
        ))}
      </TableBody>
    </Table>
  );
}

interface CompareRowProps {
  readonly node: ComparedNode;
  readonly isFirst: boolean;
  readonly isShown: boolean;
  readonly onShow: () => void;
}

function CompareRow({ node, isFirst, isShown, onShow }: CompareRowProps) {
  const { sides, verdict } = node;
  return (
    <TableRow className={isFirst ? "bg-failed-soft" : ""}>
      <TableCell>
        <button
          type="button"
          aria-expanded={isShown}
          className="font-medium hover:underline"
          onClick={onShow}
        >
          {node.name}
        </button>
        {isFirst ? <span className="ml-2 text-failed">differs first</span> : null}
        <span className="flex flex-wrap gap-x-3 text-ink-soft @2xl:hidden">
          <Took node={node} />
          <Costs node={node} />
        </span>
      </TableCell>
      <TableCell>
        <Badge tone={tones[verdict]}>{comparisonWords[verdict]}</Badge>
      </TableCell>
      <TableCell className="text-ink-soft @max-4xl:hidden">{differsText(node)}</TableCell>
      <TableCell>
        <Both values={sides.map((side) => side?.status ?? "pending")} />
      </TableCell>
      <TableCell className="@max-4xl:hidden">
        <Both values={sides.map((side) => side?.model ?? "")} />
      </TableCell>
      <TableCell className="figures text-right @max-2xl:hidden">
        <Both
          values={sides.map((side) =>
            side === null ? "" : formatTokens(side.inputTokens + side.outputTokens),
          )}
        />
      </TableCell>
      <TableCell className="text-right @max-2xl:hidden">
        <Costs node={node} />
      </TableCell>
      <TableCell className="figures text-right @max-2xl:hidden">
        <Took node={node} />
      </TableCell>
    </TableRow>
  );
}

/** Shows a value only once if it is the same in both. */
function Both({ values }: { readonly values: readonly string[] }) {
  const [first = "", second = ""] = values;
  if (first === second) return first;
  return (
    <>
      {first === "" ? "none" : first} <span aria-hidden>→</span>
      <span className="sr-only">, then </span> {second === "" ? "none" : second}
    </>
  );
}

function Took({ node: { sides } }: { readonly node: ComparedNode }) {
  return <Both values={sides.map((side) => (side?.tookMs == null ? "" : formatDuration(side.tookMs)))} />;
}

function Costs({ node: { sides } }: { readonly node: ComparedNode }) {
  const [first, second] = sides;
  const isSame = first?.costMicros === second?.costMicros;
  return (
    <span className="inline-flex flex-wrap items-center justify-end gap-x-1.5">
      {first === null ? "none" : <Money costMicros={first.costMicros} isSandbox={first.isSandbox} />}
      {isSame ? null : (
        <>
          <span aria-hidden>→</span>
          {second === null ? "none" : <Money costMicros={second.costMicros} isSandbox={second.isSandbox} />}
        </>
      )}
    </span>
  );
}
