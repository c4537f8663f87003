import { cn } from "../class-names.ts";

interface NotYetProps {
  /** Why there is no figure, for example "Counted when a node ends". */
  readonly reason: string;
  readonly className?: string;
}

/** A placeholder for a figure that is not known yet, which is not zero. */
export function NotYet({ reason, className }: NotYetProps) {
  return (
    <span className={cn("figures text-ink-faint", className)} title={reason}>
      <span aria-hidden>–</span>
      <span className="sr-only">{reason}</span>
    </span>
  );
}
