"use client";

import { useQuery } from "@tanstack/react-query";
import { SkeletonRows } from "#components/ui/display/skeleton.tsx";
import { ScrollRegion } from "#components/ui/layout/scroll-region.tsx";
import { RequestError } from "#features/errors/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { AttemptSnapshot, RunSnapshot } from "../../model/live/run-snapshot.ts";
import {
  alignedMoney,
  type ExplainedEntry,
  exactMoney,
  factorWords,
  originWords,
  partWords,
} from "../../model/words/amount-words.ts";

interface AmountExplanationProps {
  readonly runId: RunSnapshot["run"]["id"];
  readonly nodeId: string;
  readonly attempt: Pick<AttemptSnapshot, "attempt">;
}

/** The calculation of an attempt's cost: prices, their origin, and tokens. */
export function AmountExplanation({ runId, nodeId, attempt }: AmountExplanationProps) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.costs.explain.queryOptions({ runId, nodeId }));
  if (error !== null) return <RequestError error={error} again={refetch} />;
  if (data === undefined) return <SkeletonRows rows={3} label="Loading the calculation of the cost" />;
  const entries = data.entries.filter((entry) => entry.attempt === attempt.attempt);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded border px-3 py-2">
      {entries.map((entry) => (
        <Entry key={`${entry.kind}-${entry.createdAtMs}`} entry={entry} />
      ))}
    </div>
  );
}

function Entry({ entry }: { readonly entry: ExplainedEntry }) {
  const { kind, amountMicros, lines, basis, isEstimated } = entry;
  const amount = exactMoney(amountMicros);
  const rates = alignedMoney((lines ?? []).map(({ rateMicros }) => rateMicros));
  const amounts = alignedMoney((lines ?? []).map(({ micros }) => micros));
  switch (kind) {
    case "reserve":
      return (
        <p className="text-ink-soft">Reserved before the call: {amount}, the most that it could cost.</p>
      );
    case "release":
      return <p className="text-ink-soft">The call cost nothing: its reservation was released.</p>;
    case "late":
      return <p className="text-ink-soft">Corrected by {amount} when the call's usage was known.</p>;
    case "settle":
      return (
        <div className="grid grid-cols-[minmax(0,1fr)] gap-1">
          <p>
            Booked: <span className="figures">{amount}</span>
            {isEstimated ? ", by an estimate: the provider did not report its usage" : ""}
          </p>
          {lines === null || basis === null ? (
            <p className="text-ink-soft">
              {amountMicros === null
                ? "The price of this model was not known."
                : "The calculation was not recorded at that time."}
            </p>
          ) : (
            <>
              <ScrollRegion label="Tokens and their prices" role="group" className="overflow-x-auto">
                <table className="w-fit">
                  <caption className="sr-only">Tokens and their prices</caption>
                  <tbody>
                    {lines.map(({ part, tokens }, index) => (
                      <tr key={part}>
                        <th scope="row" className="pr-4 text-left font-normal text-ink-soft">
                          {partWords[part]}
                        </th>
                        <td className="figures pr-4 text-right">{tokens.toLocaleString("en-US")}</td>
                        <td className="figures whitespace-pre pr-4 text-right text-ink-soft">
                          {`× ${rates[index]} per million`}
                        </td>
                        <td className="figures whitespace-pre text-right">{amounts[index]}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </ScrollRegion>
              {factorWords(basis).map((words) => (
                <p key={words} className="text-ink-soft">
                  {words}
                </p>
              ))}
              <p className="text-ink-faint">{originWords(basis.origin)}</p>
            </>
          )}
        </div>
      );
  }
}
