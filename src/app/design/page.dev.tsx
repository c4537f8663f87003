import type { Metadata } from "next";
import { DesignPage } from "#features/design/index.ts";

export const metadata: Metadata = { title: "Design system" };

/** Only the development server knows this route: `pageExtensions` in next.config.mjs. */
export default function Page() {
  return <DesignPage />;
}
