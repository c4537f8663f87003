import { cn } from "./class-names.ts";

/** The mark: a pipe with its gate half open; and the name. */
export function Logo({ className }: { readonly className?: string }) {
  return (
    <span className={cn("inline-flex items-center gap-2", className)}>
      <svg aria-hidden viewBox="0 0 24 24" className="size-6">
        <path d="M2 9h20v9H2z" className="fill-accent-fill" />
        <path d="M10 2h4v11h-4z" className="fill-ink" />
        <path d="M7 2h10v2H7z" className="fill-ink" />
      </svg>
      <span className="font-semibold text-section">Penstock</span>
    </span>
  );
}
