import type { Metadata } from "next";
import { DesignPage } from "#features/design/index.ts";

export const metadata: Metadata = { title: "Design system" };

/** Exists only on the development server: see `pageExtensions` in next.config.mjs. */
export default function Page() {
  return <DesignPage />;
}
