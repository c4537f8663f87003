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
    <div className={cn("group relative min-w-0 rounded-base border bg-sunken", className)}>
      <ScrollRegion label={label} className="max-h-full overflow-auto rounded-base">
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
