import { cn } from "../class-names.ts";
import { CopyButton } from "../controls/copy-button.tsx";
import { ScrollRegion } from "../layout/scroll-region.tsx";

interface CodeBlockProps {
  readonly code: string;
  /** What it is, for those who do not see it: a region that scrolls must be reachable and have a name. */
  readonly label: string;
  readonly isWrapped?: boolean;
  readonly className?: string;
}

/** Code, JSON, an id: as it is, in its own scrolling region, ready to copy. */
export function CodeBlock({ code, label, isWrapped = false, className }: CodeBlockProps) {
  return (
    // A column, so that what is inside gives way where the block may not grow: its own height is not known to it.
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
