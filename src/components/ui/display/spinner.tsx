import { LoaderCircle } from "lucide-react";
import { cn } from "../class-names.ts";

/** Shows that something is in progress. Hidden from screen readers; the text beside it says what. */
export function Spinner({ className }: { readonly className?: string }) {
  return <LoaderCircle aria-hidden className={cn("size-4 animate-turn", className)} />;
}
