import { cn } from "../class-names.ts";
import { CopyButton } from "../controls/copy-button.tsx";
import { ScrollRegion } from "../layout/scroll-region.tsx";

interface CodeBlockProps {
  readonly code: string;
  /** Its accessible name: a scrolling region must be focusable and named. */
  readonly label: string;
  readonly isWrapped?: boolean;
  readonly className?: string;
}

/** Code, JSON or an id, verbatim, in its own scrolling region with a copy button. */
export function CodeBlock({ code, label, isWrapped = false, className }: CodeBlockProps) {
  return (
    // A flex column, so that the content shrinks where the block's height is limited from outside.
    <div className={cn("group relative flex min-w-0 flex-col rounded-base border bg-sunken", className)}>
      <ScrollRegion label={label} className="min-h-0 overflow-auto rounded-base">
        <pre className={cn("px-3 py-2 pr-10 text-mono", isWrapped && "whitespace-pre-wrap break-words")}>
          <code>{code}</code>
        </pre>
      </ScrollRegion>
      <div className="absolute top-1 right-1 rounded-base bg-sunken">
        <CopyButton text={code} />
      </div>
    </div>
  );
}
