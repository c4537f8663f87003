import { LoaderCircle } from "lucide-react";
import { cn } from "../class-names.ts";

/** Something is under way. The words beside it say what; it is hidden from screen readers. */
export function Spinner({ className }: { readonly className?: string }) {
  return <LoaderCircle aria-hidden className={cn("size-4 animate-turn", className)} />;
}
