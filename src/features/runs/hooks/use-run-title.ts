"use client";

import { useEffect, useRef } from "react";
import { useRunPart } from "../live-run-context.ts";
import { runTitle } from "../model/run-title.ts";

/** Keeps the title of the page to how the run stands: somebody who waits for it looks at the tab. */
export function useRunTitle(pipelineName: string): void {
  const status = useRunPart((view) => view.status);
  const told = useRef(status);
  useEffect(() => {
    // What the server wrote holds until something changes.
    const before = runTitle(pipelineName, told.current);
    told.current = status;
    document.title = document.title.replace(before, () => runTitle(pipelineName, status));
  }, [pipelineName, status]);
}
