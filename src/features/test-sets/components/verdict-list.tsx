"use client";

import Link from "next/link";
import { Badge } from "#components/ui/display/badge.tsx";
import { Money } from "#components/ui/display/money.tsx";
import { shortId } from "#core/short-id.ts";
import { useShell } from "#features/shell/index.ts";
import type { PlayedCase } from "../model/test-outputs.ts";
import { verdictBefore, verdictWords } from "../model/test-words.ts";

/** The verdicts on a case, with their reasons and costs. */
export function VerdictList({ played: { name, verdicts, baseline } }: { readonly played: PlayedCase }) {
  const { workspace } = useShell();
  if (verdicts.length === 0) return null;
  return (
    <ul aria-label={`Verdicts on ${name}`} className="grid gap-1 text-ink-soft">
      {verdicts.map((verdict) => {
        const { word, tone } = verdictWords(verdict);
        const before = verdictBefore(verdict, baseline);
        const { run, score, reason } = verdict;
        return (
          <li key={verdict.assertion} className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
            <span>Judge</span>
            <Badge tone={tone}>{score === null ? word : `${word}, ${score} of 100`}</Badge>
            {before === null ? null : <Badge tone="accent">{before}</Badge>}
            {reason === null ? null : <span className="min-w-0 break-words">{reason}</span>}
            {run === null ? null : (
              <span className="flex items-center gap-2">
                {verdict.state === "asked" ? null : (
                  <Money costMicros={run.costMicros} isSandbox={run.isSandbox} />
                )}
                <Link
                  href={`/${workspace.slug}/runs/${run.runId}`}
                  prefetch={false}
                  className="figures text-ink-faint hover:underline"
                >
                  run {shortId(run.runId)}
                </Link>
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
