import { redirect } from "next/navigation";

interface PageProps {
  readonly params: Promise<{ readonly workspace: string }>;
}

export default async function WorkspacePage({ params }: PageProps) {
  redirect(`/${(await params).workspace}/pipelines`);
}
