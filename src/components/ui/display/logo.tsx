import { cn } from "../class-names.ts";

/** The logo: a half-raised gate with water flowing under it, and the name. */
export function Logo({ className }: { readonly className?: string }) {
  return (
    <span className={cn("inline-flex items-center gap-2", className)}>
      <svg aria-hidden viewBox="0 0 24 24" className="size-6 fill-accent-fill">
        <rect width="24" height="24" rx="5" />
        <g className="fill-on-fill">
          <path d="M5 4h2v16H5zM17 4h2v16h-2z" />
          <path d="M8.5 6h7v6h-7z" />
          <path d="M8.5 15h7v1.75h-7zM8.5 18.25h7V20h-7z" opacity="0.75" />
        </g>
      </svg>
      <span className="font-semibold text-section">Penstock</span>
    </span>
  );
}
