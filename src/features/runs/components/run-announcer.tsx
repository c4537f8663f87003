"use client";

import { useEffect, useRef, useState } from "react";
import type { PipelineDefinition } from "#core/pipeline/definition.ts";
import { useLogLines } from "../live-run-context.ts";
import { announcementOf } from "../model/words/announcement.ts";

/** Announces each event to screen readers once, without the streaming text. */
export function RunAnnouncer({ definition }: { readonly definition: PipelineDefinition }) {
  const lines = useLogLines();
  const told = useRef<number | null>(null);
  const [message, setMessage] = useState("");
  useEffect(() => {
    const last = lines.at(-1);
    if (last === undefined) return;
    // Earlier events are on the page already.
    if (told.current !== null && last.seq > told.current) {
      const names = new Map(definition.nodes.map((node) => [node.id, node.name]));
      const fresh = lines.filter((line) => line.seq > (told.current ?? 0));
      const text = fresh.flatMap((line) => announcementOf(line, names) ?? []).join(" ");
      if (text !== "") setMessage(text);
    }
    told.current = last.seq;
  }, [lines, definition]);
  return (
    <p role="status" className="sr-only">
      {message}
    </p>
  );
}
