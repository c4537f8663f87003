"use client";

import { useMemo } from "react";
import { CodeBlock } from "#components/ui/display/code-block.tsx";
import type { JsonObject } from "#core/json/json.ts";
import { previewSchedules } from "#core/triggers/preview-schedules.ts";
import type { TriggerView } from "../../../model/pipeline-outputs.ts";
import { DraftTimes } from "../../triggers/draft-schedules.tsx";

const shownTimes = 10;

interface TriggerStandingProps {
  readonly trigger: JsonObject;
  readonly published: TriggerView | null;
}

/** What a trigger does as drafted: its next times, or its URL. */
export function TriggerStanding({ trigger, published }: TriggerStandingProps) {
  if (trigger.kind === "schedule") return <Times trigger={trigger} />;
  if (trigger.kind !== "webhook") return null;
  if (published?.kind !== "webhook")
    return <p className="text-ink-faint">It gets its address, and its secret, when it is published.</p>;
  return published.url === null ? (
    <p className="text-ink-faint">Only people who can manage triggers see its address.</p>
  ) : (
    <CodeBlock code={published.url} label="Address of the webhook" isWrapped />
  );
}

function Times({ trigger }: { readonly trigger: JsonObject }) {
  const written = JSON.stringify([trigger]);
  const [schedule] = useMemo(() => previewSchedules(JSON.parse(written), Date.now(), shownTimes), [written]);
  // Errors are shown at their fields.
  if (schedule === undefined || schedule.fault !== null) return null;
  return (
    <details open>
      <summary className="cursor-pointer text-ink-soft">Its next ten times</summary>
      <div className="pt-1 pl-4">
        {schedule.timesMs.length === 0 ? (
          <p className="text-ink-faint">It is not due again.</p>
        ) : (
          <DraftTimes schedule={schedule} />
        )}
      </div>
    </details>
  );
}
