import type { ReactNode } from "react";
import { Logo } from "#components/ui/display/logo.tsx";

interface OutsidePageProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly action: ReactNode;
}

/** A page outside of any workspace: who is signed in, a message, and where to go. */
export function OutsidePage({ title, children, action }: OutsidePageProps) {
  return (
    <main className="min-h-dvh bg-paper px-6 pt-[14dvh] pb-12">
      <div className="mx-auto grid w-full max-w-108 justify-items-start gap-2">
        <Logo className="mb-6" />
        <h1 className="font-semibold text-section">{title}</h1>
        <div className="text-ink-soft text-read">{children}</div>
        <div className="mt-2 flex flex-wrap gap-2">{action}</div>
      </div>
    </main>
  );
}
