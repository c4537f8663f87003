"use client";

import { ImageOff } from "lucide-react";
import { memo } from "react";
import ReactMarkdown, { type Components } from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";
import { ScrollRegion } from "./scroll-region.tsx";

/** Pictures would be fetched from wherever the author says, and tell them who reads. They are named instead. */
const components: Components = {
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
    <ScrollRegion label="Table" className="overflow-x-auto">
      <table>{children}</table>
    </ScrollRegion>
  ),
  pre: ({ children }) => (
    <ScrollRegion label="Code" className="overflow-x-auto">
      <pre>{children}</pre>
    </ScrollRegion>
  ),
};

const rehypePlugins = [rehypeSanitize];
const remarkPlugins = [remarkGfm];

interface MarkdownContentProps {
  readonly source: string;
}

/** Reading Markdown is dear: what has not changed is not read again. */
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
