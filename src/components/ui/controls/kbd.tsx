import type { ReactNode } from "react";

/** One key of a shortcut. */
export function Kbd({ children }: { readonly children: ReactNode }) {
  return (
    <kbd className="inline-flex h-5 min-w-5 items-center justify-center rounded-small border border-line-strong bg-paper px-1 text-ink-soft text-micro">
      {children}
    </kbd>
  );
}
