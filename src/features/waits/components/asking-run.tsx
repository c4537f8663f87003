import Link from "next/link";
import type { RunId } from "#core/ids.ts";
import { shortId } from "#core/short-id.ts";
import { useShell } from "#features/shell/index.ts";

interface AskingRunProps {
  readonly wait: { readonly runId: RunId; readonly nodeId: string; readonly pipelineName: string };
}

/** Which run asks, and at which node: two runs may ask the same question. */
export function AskingRun({ wait: { runId, nodeId, pipelineName } }: AskingRunProps) {
  const { workspace } = useShell();
  return (
    <>
      <Link
        href={`/${workspace.slug}/runs/${runId}?node=${encodeURIComponent(nodeId)}`}
        className="min-w-0 break-words rounded-small text-accent underline-offset-2 hover:underline"
      >
        {pipelineName}
      </Link>
      <span>
        run <span className="text-mono">{shortId(runId)}</span>
      </span>
    </>
  );
}
