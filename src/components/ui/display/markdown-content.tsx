"use client";

import { ImageOff } from "lucide-react";
import { memo } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { ScrollRegion } from "../layout/scroll-region.tsx";

/**
 * Each block takes its text direction from its first word, since models and people write in any script. Lists reserve
 * space for numbers of three digits and more.
 */
const blocks: Components = {
  p: ({ children }) => <p dir="auto">{children}</p>,
  h1: ({ children }) => <h1 dir="auto">{children}</h1>,
  h2: ({ children }) => <h2 dir="auto">{children}</h2>,
  h3: ({ children }) => <h3 dir="auto">{children}</h3>,
  h4: ({ children }) => <h4 dir="auto">{children}</h4>,
  h5: ({ children }) => <h5 dir="auto">{children}</h5>,
  ul: ({ children, className }) => (
    <ul dir="auto" className={className}>
      {children}
    </ul>
  ),
  ol: ({ children, start, node }) => (
    <ol dir="auto" start={start} data-digits={digitsOf(start ?? 1, node?.children.length ?? 0)}>
      {children}
    </ol>
  ),
  blockquote: ({ children }) => <blockquote dir="auto">{children}</blockquote>,
  td: ({ children }) => <td dir="auto">{children}</td>,
  th: ({ children }) => <th dir="auto">{children}</th>,
};

/**
 * The number of digits of a list's last number. `parts` counts the line breaks between the items too: half of them are
 * items.
 */
function digitsOf(start: number, parts: number): number {
  return String(start + Math.floor(parts / 2)).length;
}

/** Images are replaced by their names: fetching one would tell its host who is reading. */
const components: Components = {
  ...blocks,
  a: ({ href, children }) => (
    <a href={href} target="_blank" rel="noopener noreferrer nofollow ugc">
      {children}
    </a>
  ),
  img: ({ alt, src }) => (
    <span className="inline-flex items-center gap-1 rounded-small border px-1 text-ink-faint text-mono">
      <ImageOff aria-hidden className="size-3.5" />
      {alt === undefined || alt === "" ? "picture" : alt}
      <span className="sr-only">, not loaded{typeof src === "string" ? `: ${src}` : ""}</span>
    </span>
  ),
  table: ({ children }) => (
    <ScrollRegion label="Table" role="group" className="overflow-x-auto">
      <table>{children}</table>
    </ScrollRegion>
  ),
  pre: ({ children }) => (
    <ScrollRegion label="Code" role="group" className="overflow-x-auto">
      <pre>{children}</pre>
    </ScrollRegion>
  ),
};

const rehypePlugins = [rehypeSanitize];
const remarkPlugins = [remarkGfm];

interface MarkdownContentProps {
  readonly source: string;
}

/** Memoized: parsing Markdown is expensive. */
export const MarkdownContent = memo(function MarkdownContent({ source }: MarkdownContentProps) {
  return (
    <ReactMarkdown
      components={components}
      rehypePlugins={rehypePlugins}
      remarkPlugins={remarkPlugins}
      skipHtml
    >
      {source}
    </ReactMarkdown>
  );
});
