"use client";

import { Pencil, Trash2 } from "lucide-react";
import { Badge } from "#components/ui/display/badge.tsx";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import { RowActions } from "#components/ui/floating/row-actions.tsx";
import { TableCell, TableRow } from "#components/ui/layout/table.tsx";
import { listDollars } from "../model/price-form.ts";
import type { PriceRow as Row } from "../model/price-rows.ts";

interface PriceRowProps {
  readonly row: Row;
  readonly mayManage: boolean;
  readonly onSet: () => void;
  readonly onRemove: () => void;
}

export function PriceRowView({ row, mayManage, onSet, onRemove }: PriceRowProps) {
  const { model, prices, own, leaving } = row;
  const { longPrompt } = prices;
  return (
    <TableRow>
      <TableCell className="w-2/5 min-w-36 max-w-0 break-words">
        <span className="font-mono">{model}</span>
        {leaving === null ? null : <Leaving leaving={leaving} />}
        {longPrompt === undefined ? null : (
          <p className="text-ink-faint">
            above {longPrompt.aboveTokens.toLocaleString("en-US")} tokens of prompt: $
            {listDollars(longPrompt.prices.input)} and ${listDollars(longPrompt.prices.output)}
          </p>
        )}
      </TableCell>
      <TableCell className="figures text-right">${listDollars(prices.input)}</TableCell>
      <TableCell className="figures text-right @max-xl:hidden">${listDollars(prices.cacheRead)}</TableCell>
      <TableCell className="figures text-right @max-2xl:hidden">
        ${listDollars(prices.cacheWrite5m)}
      </TableCell>
      <TableCell className="figures text-right">${listDollars(prices.output)}</TableCell>
      <TableCell className="@max-lg:hidden">
        <Origin row={row} />
      </TableCell>
      <TableCell>
        {mayManage ? (
          <RowActions
            name={`the price of ${model}`}
            actions={[
              { word: own === null ? "Set" : "Change", Icon: Pencil, onSelect: onSet },
              ...(own === null ? [] : [{ word: "Remove", Icon: Trash2, isSign: true, onSelect: onRemove }]),
            ]}
          />
        ) : null}
      </TableCell>
    </TableRow>
  );
}

/** Says when the vendor retires the model, with a link to its page. */
function Leaving({ leaving }: { readonly leaving: NonNullable<Row["leaving"]> }) {
  const { retiresOn, replacement, source, isRetired } = leaving;
  return (
    <p className={isRetired ? "text-failed" : "text-waiting"}>
      <a href={source} target="_blank" rel="noreferrer" className="underline">
        {isRetired ? `retired on ${retiresOn}` : `retires on ${retiresOn}`}
      </a>
      {replacement === null ? null : (
        <span className="text-ink-soft">
          , replaced by <span className="font-mono">{replacement}</span>
        </span>
      )}
    </p>
  );
}

function Origin({ row: { own, listed } }: { readonly row: Row }) {
  if (own !== null) {
    return (
      <span className="flex flex-wrap items-center gap-x-2">
        <Badge>workspace</Badge>
        <RelativeTime timeMs={own.setAtMs} className="text-ink-soft" />
        {listed === null ? null : (
          <span className="text-ink-faint">
            list: ${listDollars(listed.prices.input)} and ${listDollars(listed.prices.output)}
          </span>
        )}
      </span>
    );
  }
  if (listed === null) return null;
  return (
    <a href={listed.source} target="_blank" rel="noreferrer" className="text-ink-soft underline">
      {new URL(listed.source).hostname}, <span className="whitespace-nowrap">{listed.asOf}</span>
    </a>
  );
}
