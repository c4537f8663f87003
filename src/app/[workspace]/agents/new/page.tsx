import type { Metadata } from "next";
import { NewAgentPage } from "#features/agents/index.ts";

export const metadata: Metadata = { title: "New agent" };

export default function Page() {
  return <NewAgentPage />;
}
