import { Money } from "#components/ui/money.tsx";
import { NotYet } from "#components/ui/not-yet.tsx";
import { TokenCount } from "#components/ui/token-count.tsx";
import type { RunStatus } from "#core/run/status.ts";
import { isCounted } from "../model/is-counted.ts";

interface RunUsageProps {
  readonly status: RunStatus;
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly costMicros: number | null;
  readonly isSandbox: boolean;
}

const reason = "Counted when a node ends";

/** The tokens of a run so far; a dash while none have been counted. */
export function RunTokens({ status, ...usage }: RunUsageProps) {
  if (!isCounted(status, usage)) return <NotYet reason={reason} />;
  return <TokenCount inputTokens={usage.inputTokens} outputTokens={usage.outputTokens} />;
}

/** What a run has cost so far; a dash while nothing has been counted. */
export function RunCost({ status, ...usage }: RunUsageProps) {
  if (!isCounted(status, usage)) return <NotYet reason={reason} />;
  return <Money costMicros={usage.costMicros} isSandbox={usage.isSandbox} />;
}

/** Both, where no heading says which is which. */
export function RunUsage(props: RunUsageProps) {
  if (!isCounted(props.status, props)) {
    return (
      <span className="text-ink-faint" title={reason}>
        cost follows
      </span>
    );
  }
  return (
    <>
      <RunTokens {...props} />
      <RunCost {...props} />
    </>
  );
}
