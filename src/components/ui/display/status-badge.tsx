import { cn } from "../class-names.ts";
import { type Status, statusLooks } from "./status.ts";

/** Only the icon of a status, for use where its word is shown elsewhere. */
export function StatusIcon({ status, className }: { readonly status: Status; readonly className?: string }) {
  const { Icon, text } = statusLooks[status];
  return (
    <Icon
      aria-hidden
      className={cn("size-4 shrink-0", text, status === "running" && "animate-turn", className)}
    />
  );
}

interface StatusBadgeProps {
  readonly status: Status;
  /** `soft` stands out in a page's header; `plain` is quiet enough for a table of a hundred rows. */
  readonly look?: "plain" | "soft";
  /** A more exact word, for example "stopping" for a run that is being stopped. */
  readonly word?: string;
  readonly className?: string;
}

export function StatusBadge({ status, look = "plain", word, className }: StatusBadgeProps) {
  const { text, soft } = statusLooks[status];
  return (
    <span
      className={cn(
        "inline-flex items-center gap-1.5 whitespace-nowrap font-medium",
        text,
        look === "soft" && ["h-6 rounded-small px-2", soft],
        className,
      )}
    >
      <StatusIcon status={status} />
      <span className={cn(status === "cancelled" && "line-through decoration-1")}>{word ?? status}</span>
    </span>
  );
}
