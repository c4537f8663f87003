import type { ReactNode } from "react";
import { Logo } from "#components/ui/display/logo.tsx";

interface AccountFrameProps {
  readonly title: string;
  readonly children: ReactNode;
  /** The link to the other page. */
  readonly footer: ReactNode;
}

/** The layout of the signed-out pages: one narrow column. */
export function AccountFrame({ title, children, footer }: AccountFrameProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center bg-ground px-4 pt-[14dvh] pb-12">
      <div className="w-full max-w-88">
        <Logo className="mb-6" />
        <div className="rounded-base border bg-paper p-5">
          <h1 className="mb-4 font-semibold text-page">{title}</h1>
          {children}
        </div>
        <p className="mt-4 px-5 text-ink-soft">{footer}</p>
      </div>
    </main>
  );
}
