import { UsualCostView } from "#components/ui/display/usual-cost-view.tsx";
import type { ExpectedCost } from "#core/run/expected-cost.ts";

/** The usual cost of a run, as rows of a description list; renders nothing if earlier runs give no estimate. */
export function ExpectedCostRows({ expected }: { readonly expected: ExpectedCost | null }) {
  if (expected === null || expected.runs === 0) return null;
  const { runs, real, play, unknownNodes } = expected;
  return (
    <>
      <dt className="text-ink-faint">Usually costs</dt>
      <dd>
        {real === null ? null : <UsualCostView {...real} isSandbox={false} />}
        {play === null ? null : <UsualCostView {...play} isSandbox />}
        <p className="text-ink-soft">
          {`Based on ${runs === 1 ? "the last run" : `the last ${runs} runs`} with the same models.`}
          {unknownNodes.length === 0
            ? ""
            : ` Not counting ${unknownNodes.join(", ")}, whose cost is not known yet.`}
        </p>
      </dd>
    </>
  );
}
