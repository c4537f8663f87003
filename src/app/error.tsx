"use client";

import { PageError, type PageErrorProps } from "#features/errors/index.ts";

export default function ErrorPage(props: PageErrorProps) {
  return (
    <main className="min-h-dvh bg-paper">
      <h1 className="sr-only">Error</h1>
      <PageError {...props} />
    </main>
  );
}
