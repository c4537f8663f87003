"use client";

import { KeyRound } from "lucide-react";
import { useState } from "react";
import { Button } from "#components/ui/controls/button.tsx";
import { CodeBlock } from "#components/ui/display/code-block.tsx";
import { RelativeTime } from "#components/ui/display/relative-time.tsx";
import type { Pipeline, TriggerView } from "../../model/pipeline-outputs.ts";
import { curlExample, takesSecret } from "../../model/trigger-words.ts";
import { RotateSecretDialog } from "./rotate-secret-dialog.tsx";

interface HookAddressProps {
  readonly pipelineId: Pipeline["id"];
  readonly trigger: TriggerView;
  readonly mayManage: boolean;
}

/** A webhook's URL, the age of its secret, and a sample call to copy. */
export function HookAddress({ pipelineId, trigger, mayManage }: HookAddressProps) {
  const [isRotating, setIsRotating] = useState(false);
  const { url, secretSinceMs } = trigger;
  const example = curlExample(trigger);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-2">
      {url === null ? (
        <p className="text-ink-soft">
          Anybody who knows its address can call it, so only people who can manage triggers see it.
        </p>
      ) : (
        <CodeBlock code={url} label="Address of the webhook" isWrapped />
      )}
      {takesSecret(trigger) ? (
        <div className="flex flex-wrap items-center gap-2">
          <span className={secretSinceMs === null ? "text-failed" : "text-ink-soft"}>
            {secretSinceMs === null ? (
              "It has no secret yet, so it accepts nothing."
            ) : (
              <>
                Secret created <RelativeTime timeMs={secretSinceMs} />
              </>
            )}
          </span>
          {mayManage ? (
            <Button size="small" className="ml-auto" onClick={() => setIsRotating(true)}>
              <KeyRound aria-hidden />
              {secretSinceMs === null ? "Create a secret" : "New secret"}
            </Button>
          ) : null}
        </div>
      ) : null}
      {example === null ? null : (
        <details>
          <summary className="cursor-pointer text-ink-soft">Call it from a terminal</summary>
          <CodeBlock code={example} label="A call with curl" className="mt-2" />
        </details>
      )}
      {isRotating ? (
        <RotateSecretDialog pipelineId={pipelineId} trigger={trigger} onClose={() => setIsRotating(false)} />
      ) : null}
    </div>
  );
}
