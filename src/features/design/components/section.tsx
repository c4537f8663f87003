import type { ReactNode } from "react";

interface SectionProps {
  readonly title: string;
  readonly note?: string;
  readonly children: ReactNode;
}

export function Section({ title, note, children }: SectionProps) {
  return (
    <section className="grid gap-3 border-t px-6 py-6 max-sm:px-4">
      <div>
        <h2 className="font-semibold text-section">{title}</h2>
        {note === undefined ? null : <p className="measure text-ink-soft">{note}</p>}
      </div>
      {children}
    </section>
  );
}

/** Items side by side, as many as fit. */
export function Row({ children }: { readonly children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-3">{children}</div>;
}
