"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Money } from "#components/ui/display/money.tsx";
import { Skeleton } from "#components/ui/display/skeleton.tsx";
import { usePageTime } from "#components/ui/page-time.tsx";
import { RequestError } from "#features/errors/index.ts";
import { useShell } from "#features/shell/index.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import { type Spend, spendOf, spendRange } from "../model/spend.ts";

/** It sums a month of entries, so it is refreshed rarely. */
const freshMs = 60_000;
const titles: Record<Spend["days"], string> = { 1: "Today", 7: "7 days", 30: "30 days" };

/** The workspace's costs; real money and play money are kept apart. */
export function SpendSection() {
  const trpc = useTRPC();
  const { workspace } = useShell();
  const nowMs = usePageTime();
  const { data, error, refetch } = useQuery({
    ...trpc.costs.summary.queryOptions(spendRange(nowMs)),
    staleTime: freshMs,
    refetchInterval: freshMs,
  });
  const spends = data === undefined ? null : spendOf(data.lines, nowMs);
  const unpriced = spends?.at(-1)?.unpricedCalls ?? 0;
  return (
    <section aria-labelledby="spend" className="-mt-px border-t px-6 pt-4 pb-5 max-sm:px-4">
      <header className="mb-2 flex items-baseline justify-between gap-2">
        <h2 id="spend" className="font-semibold text-section">
          Spend <span className="ml-1 font-normal text-ink-faint text-ui">days in UTC</span>
        </h2>
        <Link
          href={`/${workspace.slug}/costs`}
          className="rounded-small text-accent underline-offset-2 hover:underline"
        >
          What it was spent on
        </Link>
      </header>
      {error === null ? null : <RequestError error={error} again={refetch} />}
      {error === null || spends !== null ? (
        <dl className="flex flex-wrap gap-x-12 gap-y-3">
          {([1, 7, 30] as const).map((days) => (
            <div key={days} className="min-w-28">
              <dt className="text-ink-faint">{titles[days]}</dt>
              <Figures spend={spends?.find((one) => one.days === days)} />
            </div>
          ))}
        </dl>
      ) : null}
      {unpriced === 0 ? null : (
        <p className="mt-3 text-ink-soft">
          {unpriced === 1 ? "One call" : `${unpriced} calls`} of models without a known price{" "}
          {unpriced === 1 ? "is" : "are"} not in these sums.
        </p>
      )}
    </section>
  );
}

function Figures({ spend }: { readonly spend: Spend | undefined }) {
  if (spend === undefined) {
    return (
      <dd>
        <div role="status" aria-label="Loading costs">
          <Skeleton className="my-2 h-3 w-16" />
        </div>
      </dd>
    );
  }
  return (
    <dd className="grid justify-items-start">
      <Money costMicros={spend.costMicros} className="text-section" />
      {spend.sandboxMicros === 0 ? null : (
        <Money costMicros={spend.sandboxMicros} isSandbox className="text-ink-soft" />
      )}
    </dd>
  );
}
