"use client";

import { CodeBlock } from "#components/ui/code-block.tsx";
import { Markdown } from "#components/ui/markdown.tsx";
import { prettyJson } from "../model/pretty-json.ts";

const shownCharacters = 100_000;

interface ArtifactContentProps {
  readonly content: string;
  readonly mediaType: string;
  readonly name: string;
}

/** Markdown is read, everything else is shown as it is: nothing that a run left behind is ever run. */
export function ArtifactContent({ content, mediaType, name }: ArtifactContentProps) {
  const shown = content.slice(0, shownCharacters);
  if (mediaType.startsWith("text/markdown")) return <Markdown source={shown} />;
  const code = mediaType.includes("json") ? prettyJson(content).slice(0, shownCharacters) : shown;
  return <CodeBlock code={code} label={name} isWrapped />;
}
