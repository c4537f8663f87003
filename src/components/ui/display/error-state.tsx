import { CircleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "../class-names.ts";
import { CopyButton } from "../controls/copy-button.tsx";

/** Technical details of an error, as names and values, shown on request. */
export type ErrorDetails = readonly (readonly [name: string, value: string])[];

interface ErrorStateProps {
  /** What happened, in a few words. */
  readonly title: string;
  /** What happened, where, and what to do next. */
  readonly message: ReactNode;
  readonly details?: ErrorDetails;
  /** Actions that help: "Try again", "Add a key". */
  readonly action?: ReactNode;
  /** `page` stands alone in the middle; `inset` is part of a page. */
  readonly look?: "page" | "inset";
  readonly className?: string;
}

export function ErrorState({
  title,
  message,
  details = [],
  action,
  look = "inset",
  className,
}: ErrorStateProps) {
  return (
    <section
      role="alert"
      className={cn(
        "grid gap-2",
        look === "page"
          ? "mx-auto w-full max-w-140 px-6 py-12"
          : "rounded-base border border-failed/35 bg-failed-soft px-3 py-2.5",
        className,
      )}
    >
      <h2 className={cn("flex gap-2 font-semibold", look === "page" ? "text-section" : "text-ui")}>
        <CircleAlert
          aria-hidden
          className={cn("mt-0.5 size-4 shrink-0 text-failed", look === "page" && "mt-1")}
        />
        {title}
      </h2>
      <div dir="auto" className="measure whitespace-pre-wrap break-words text-ink-soft text-read">
        {message}
      </div>
      {action === undefined ? null : <div className="mt-1 flex flex-wrap gap-2 empty:hidden">{action}</div>}
      {details.length === 0 ? null : <TechnicalDetails details={details} />}
    </section>
  );
}

/** The technical details of an error, shown on request. */
export function TechnicalDetails({ details }: { readonly details: ErrorDetails }) {
  const text = details.map(([name, value]) => `${name}: ${value}`).join("\n");
  return (
    <details className="group mt-1 text-ink-soft">
      <summary className="w-fit rounded-small text-mono hover:text-ink">Technical details</summary>
      <div className="mt-1 flex items-start gap-2">
        <dl className="figures grid min-w-0 grow grid-cols-[auto_minmax(0,1fr)] gap-x-3">
          {details.map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-ink-faint">{name}</dt>
              <dd className="break-all">{value}</dd>
            </div>
          ))}
        </dl>
        <CopyButton text={text} label="Copy details" />
      </div>
    </details>
  );
}
