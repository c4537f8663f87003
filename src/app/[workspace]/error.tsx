"use client";

import { PageError, type PageErrorProps } from "#features/errors/index.ts";
import { TopLine } from "#features/shell/index.ts";

export default function ErrorPage(props: PageErrorProps) {
  return (
    <>
      <TopLine crumbs={[{ label: "Error" }]} />
      <PageError {...props} />
    </>
  );
}
