import { cn } from "../class-names.ts";
import { formatTokens } from "../format/tokens.ts";

interface TokenCountProps {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly className?: string;
}

/** Input and output tokens: `1,204 in · 380 out`. */
export function TokenCount({ inputTokens, outputTokens, className }: TokenCountProps) {
  const total = `${formatTokens(inputTokens + outputTokens)} tokens`;
  return (
    <span className={cn("figures whitespace-nowrap", className)} title={total}>
      {formatTokens(inputTokens)} <span className="text-ink-faint">in</span>{" "}
      <span className="text-ink-faint">·</span> {formatTokens(outputTokens)}{" "}
      <span className="text-ink-faint">out</span>
    </span>
  );
}
