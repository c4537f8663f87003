import type { Metadata } from "next";
import { NewPipelinePage } from "#features/pipelines/index.ts";

export const metadata: Metadata = { title: "New pipeline" };

export default function Page() {
  return <NewPipelinePage />;
}
