"use client";

import { useEffect } from "react";
import { useRunPart } from "../live-run-context.ts";
import { retitled } from "../model/words/run-title.ts";

/** Shows the run's status in the page title, for people who watch the browser's tab. */
export function useRunTitle(pipelineName: string): void {
  const status = useRunPart((view) => view.status);
  useEffect(() => {
    document.title = retitled(document.title, pipelineName, status);
  }, [pipelineName, status]);
}
