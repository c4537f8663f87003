import Link from "next/link";
import { Money } from "#components/ui/display/money.tsx";
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
import type { CostGroup } from "#core/pricing/cost-groups.ts";
import {
  type CostBreakdown,
  type CostRow,
  type CostSums,
  caveats,
  costRows,
  groupTitles,
  isUnknown,
} from "../model/cost-rows.ts";

interface CostTableProps {
  readonly data: CostBreakdown;
  readonly by: CostGroup;
  /** The URL of a pipeline's costs by node; null if there is no such view. */
  readonly hrefOf: (row: CostRow) => string | null;
}

/** Costs by group; the last row is the total. */
export function CostTable({ data, by, hrefOf }: CostTableProps) {
  const { others, total } = data;
  return (
    <Table label={`Costs by ${by === "key" ? "provider key" : by}`} className="border-t">
      <TableHead>
        <tr>
          <TableHeading>{groupTitles[by]}</TableHeading>
          <TableHeading className="text-right">Cost</TableHeading>
          <TableHeading className="text-right @max-lg:hidden">Sandbox</TableHeading>
          <TableHeading className="text-right @max-sm:hidden">Calls</TableHeading>
          <TableHeading className="text-right @max-2xl:hidden">Tokens</TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {costRows(data, by).map((row) => (
          <TableRow key={row.key}>
            <TableCell className="break-words">
              <RowName row={row} href={hrefOf(row)} isDay={by === "day"} />
            </TableCell>
            <SumCells sums={row} />
          </TableRow>
        ))}
        {others === null ? null : (
          <TableRow>
            <TableCell className="text-ink-soft">
              {others.count.toLocaleString("en-US")} more, which the export lists
            </TableCell>
            <SumCells sums={others} />
          </TableRow>
        )}
        <TableRow className="font-semibold">
          <TableCell>Total</TableCell>
          <SumCells sums={total} />
        </TableRow>
      </TableBody>
    </Table>
  );
}

interface RowNameProps {
  readonly row: CostRow;
  readonly href: string | null;
  readonly isDay: boolean;
}

function RowName({ row: { name, detail }, href, isDay }: RowNameProps) {
  return (
    <>
      {href === null ? (
        <span className={isDay ? "figures" : ""}>{name}</span>
      ) : (
        <Link data-row href={href} prefetch={false} className={rowLinkClasses}>
          {name}
        </Link>
      )}
      {detail === null ? null : <p className="text-ink-faint">{detail}</p>}
    </>
  );
}

function SumCells({ sums }: { readonly sums: CostSums }) {
  const { costMicros, sandboxMicros, calls, inputTokens, outputTokens, cacheReadTokens, cacheWriteTokens } =
    sums;
  return (
    <>
      <TableCell className="text-right">
        <Money costMicros={isUnknown(sums) ? null : costMicros} />
        {sandboxMicros === 0 ? null : (
          <p className="@lg:hidden">
            <Money costMicros={sandboxMicros} isSandbox className="text-ink-soft" />
          </p>
        )}
        {caveats(sums).map((words) => (
          <p key={words} className="text-ink-faint">
            {words}
          </p>
        ))}
      </TableCell>
      <TableCell className="text-right text-ink-soft @max-lg:hidden">
        <Money costMicros={sandboxMicros} />
      </TableCell>
      <TableCell className="figures text-right @max-sm:hidden">{calls.toLocaleString("en-US")}</TableCell>
      <TableCell className="text-right @max-2xl:hidden">
        <TokenCount
          inputTokens={inputTokens + cacheReadTokens + cacheWriteTokens}
          outputTokens={outputTokens}
        />
      </TableCell>
    </>
  );
}
