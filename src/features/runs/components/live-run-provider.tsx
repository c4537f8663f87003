"use client";

import { type ReactNode, useEffect, useState } from "react";
import type { RunEvent } from "#core/events/run-event.ts";
import { LiveRunContext } from "../live-run-context.ts";
import { frameSchedule } from "../model/live/frame-schedule.ts";
import { createLiveRun } from "../model/live/live-run.ts";
import type { LiveTexts } from "../model/live/live-texts.ts";
import type { RunSnapshot } from "../model/live/run-snapshot.ts";
import { viewOfSnapshot } from "../model/live/snapshot-view.ts";

/** Begins to give the lines of a log from its first one on; returns how to stop that. */
export type WatchLog = (take: (event: RunEvent) => void) => () => void;

interface LiveRunProviderProps {
  /** The first one counts: what comes later is in the log. */
  readonly snapshot: RunSnapshot;
  /** What is being said just now, as far as the snapshot's log goes. */
  readonly texts: LiveTexts;
  /** Give the same function each time; another one begins again. */
  readonly watch: WatchLog;
  readonly children: ReactNode;
}

/** Keeps one run up to date for everything inside. */
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
