"use client";

import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Json } from "#core/json/json.ts";
import { fieldOf } from "#core/pipeline/graph/graph.ts";
import { previewSchedules, type SchedulePreview } from "#core/triggers/preview-schedules.ts";
import { useTRPC } from "#lib/trpc/react.tsx";
import type { Pipeline, TriggerView } from "../../model/pipeline-outputs.ts";
import { zoneFormat } from "../../model/zone-format.ts";

const shownTimes = 10;

interface DraftSchedulesProps {
  readonly pipelineId: Pipeline["id"];
  /** The draft as it is being edited; null while it is invalid. */
  readonly draft: Json | null;
}

/** The draft's schedules that differ from the published ones, with their next times. */
export function DraftSchedules({ pipelineId, draft }: DraftSchedulesProps) {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.triggers.list.queryOptions({ pipelineId }));
  const written = JSON.stringify(fieldOf(draft, "triggers") ?? []);
  const schedules = useMemo(() => previewSchedules(JSON.parse(written), Date.now(), shownTimes), [written]);
  const changed = data === undefined ? [] : schedules.filter((one) => !isPublished(one, data.triggers));
  if (changed.length === 0) return null;
  return (
    <section
      aria-label="Schedules of the draft"
      className="grid grid-cols-[minmax(0,1fr)] gap-3 border-b bg-sunken px-4 py-4"
    >
      <p className="text-ink-soft">Of the draft, once it is published:</p>
      {changed.map((schedule) => (
        <DraftSchedule key={`${schedule.id} ${schedule.cron} ${schedule.timezone}`} schedule={schedule} />
      ))}
    </section>
  );
}

function isPublished({ id, cron, timezone }: SchedulePreview, triggers: readonly TriggerView[]): boolean {
  return triggers.some(
    ({ triggerId, config }) =>
      triggerId === id && config.kind === "schedule" && config.cron === cron && config.timezone === timezone,
  );
}

function DraftSchedule({ schedule }: { readonly schedule: SchedulePreview }) {
  const { id, cron, timezone, fault } = schedule;
  return (
    <div className="grid gap-1">
      <h3 className="font-mono font-semibold">{id}</h3>
      {fault === null ? (
        <>
          <p className="text-ink-soft">
            At <span className="figures text-ink">{cron}</span> in {timezone}
          </p>
          <DraftTimes schedule={schedule} />
        </>
      ) : (
        <p className="break-words text-failed">{fault}.</p>
      )}
    </div>
  );
}

/** The next times of a drafted schedule, in its time zone. */
export function DraftTimes({ schedule: { id, timezone, timesMs } }: { readonly schedule: SchedulePreview }) {
  return (
    <ol aria-label={`Next times of ${id} in the draft`} className="figures grid gap-0.5 text-ink-soft">
      {timesMs.map((instant) => (
        <li key={instant}>
          <time dateTime={new Date(instant).toISOString()}>{zoneFormat(timezone).format(instant)}</time>
        </li>
      ))}
    </ol>
  );
}
