"use client";

import { ImageOff } from "lucide-react";
import { memo } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { ScrollRegion } from "../layout/scroll-region.tsx";

/**
 * Each block runs the way its own first word does, since models and people write in any script; numbers of three digits
 * and more get the room that they take.
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
 * How many digits the last number of a list has. Between its items there are line ends, which are counted along: that
 * is room enough.
 */
function digitsOf(start: number, parts: number): number {
  return String(start + Math.floor(parts / 2)).length;
}

/** Pictures would be fetched from wherever the author says, and tell them who reads. They are named instead. */
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

/** Reading Markdown is expensive: what has not changed is not read again. */
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
