import { CostSoFar } from "#components/ui/display/cost-so-far.tsx";
import { NotYet } from "#components/ui/display/not-yet.tsx";
import { TokenCount } from "#components/ui/display/token-count.tsx";
import { isTerminalRun, type RunStatus } from "#core/run/status.ts";

interface RunTokensProps {
  readonly status: RunStatus;
  readonly inputTokens: number;
  readonly outputTokens: number;
}

interface RunCostProps {
  readonly status: RunStatus;
  readonly costMicros: number | null;
  readonly heldMicros: number | null;
  readonly isSandbox: boolean;
}

/** A run's tokens so far; a dash before the first call has ended. */
export function RunTokens({ status, inputTokens, outputTokens }: RunTokensProps) {
  if (!isTerminalRun(status) && inputTokens + outputTokens === 0)
    return <NotYet reason="Counted when a call ends" />;
  return <TokenCount inputTokens={inputTokens} outputTokens={outputTokens} />;
}

/** A run's cost, or its cost so far. */
export function RunCost({ status, ...costs }: RunCostProps) {
  return <CostSoFar {...costs} isFinal={isTerminalRun(status)} />;
}

/** Both, with labels, where no heading says which is which. */
export function RunUsage(props: RunTokensProps & RunCostProps) {
  return (
    <>
      {props.inputTokens + props.outputTokens === 0 ? null : <TokenCount {...props} />}
      <RunCost
        status={props.status}
        costMicros={props.costMicros}
        heldMicros={props.heldMicros}
        isSandbox={props.isSandbox}
      />
    </>
  );
}
