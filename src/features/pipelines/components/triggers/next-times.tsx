"use client";

import { useHydrated } from "#components/ui/use-hydrated.ts";
import type { TriggerView } from "../../model/pipeline-outputs.ts";
import { zoneFormat } from "../../model/zone-format.ts";

/** A schedule's next ten times, in its time zone. */
export function NextTimes({ trigger }: { readonly trigger: TriggerView }) {
  const isHydrated = useHydrated();
  const { config, nextTimesMs, state } = trigger;
  const [first, ...rest] = nextTimesMs;
  if (config.kind !== "schedule" || !isHydrated) return null;
  if (first === undefined || state === "resting")
    return <p className="text-ink-faint">It is not due again.</p>;
  const format = zoneFormat(config.timezone);
  return (
    <details>
      <summary className="cursor-pointer">
        {state === "paused" ? "Would be next: " : "Next: "}
        <time dateTime={new Date(first).toISOString()} className="figures">
          {format.format(first)}
        </time>
        <span className="text-ink-faint"> and {rest.length} more</span>
      </summary>
      <ol aria-label="Next times" className="figures mt-1 grid gap-0.5 pl-4 text-ink-soft">
        {rest.map((instant) => (
          <li key={instant}>
            <time dateTime={new Date(instant).toISOString()}>{format.format(instant)}</time>
          </li>
        ))}
      </ol>
    </details>
  );
}
