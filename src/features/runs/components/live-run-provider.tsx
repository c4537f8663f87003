"use client";

import { type ReactNode, useEffect, useState } from "react";
import type { RunEvent } from "#core/events/run-event.ts";
import { LiveRunContext } from "../live-run-context.ts";
import { frameSchedule } from "../model/live/frame-schedule.ts";
import { createLiveRun } from "../model/live/live-run.ts";
import type { LiveTexts } from "../model/live/live-texts.ts";
import type { RunSnapshot } from "../model/live/run-snapshot.ts";
import { viewOfSnapshot } from "../model/live/snapshot-view.ts";

/** Starts to deliver a log from its first line; returns the stop function. */
export type WatchLog = (take: (event: RunEvent) => void) => () => void;

interface LiveRunProviderProps {
  /** Only the first one is used: later changes come from the log. */
  readonly snapshot: RunSnapshot;
  /** Texts that are streaming, up to the last line that the snapshot knows. */
  readonly texts: LiveTexts;
  /** Must be a stable function; another one starts again. */
  readonly watch: WatchLog;
  readonly children: ReactNode;
}

/** Keeps one run up to date for all components below. */
export function LiveRunProvider({ snapshot, texts, watch, children }: LiveRunProviderProps) {
  const [live] = useState(() => createLiveRun(viewOfSnapshot(snapshot, texts), frameSchedule));
  useEffect(() => {
    const stop = watch(live.take);
    return () => {
      stop();
      live.close();
    };
  }, [live, watch]);
  return <LiveRunContext value={live}>{children}</LiveRunContext>;
}
