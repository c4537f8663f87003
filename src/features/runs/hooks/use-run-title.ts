"use client";

import { useEffect } from "react";
import { useRunPart } from "../live-run-context.ts";
import { retitled } from "../model/words/run-title.ts";

/** Keeps the title of the page to how the run stands: somebody who waits for it looks at the tab. */
export function useRunTitle(pipelineName: string): void {
  const status = useRunPart((view) => view.status);
  useEffect(() => {
    document.title = retitled(document.title, pipelineName, status);
  }, [pipelineName, status]);
}
