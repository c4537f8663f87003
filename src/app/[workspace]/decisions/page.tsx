import type { Metadata } from "next";
import { DecisionsPage } from "#features/waits/index.ts";

export const metadata: Metadata = { title: "Decisions" };

export default function Page() {
  return <DecisionsPage />;
}
