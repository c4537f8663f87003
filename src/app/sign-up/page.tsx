import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { AccountFrame, SignUpForm, safeNextPath, withNext } from "#features/account/index.ts";
import { ApiProvider } from "#lib/trpc/react.tsx";
import { findMe } from "../require-me.ts";

export const metadata: Metadata = { title: "Create an account" };

interface PageProps {
  readonly searchParams: Promise<{ readonly [name: string]: string | string[] | undefined }>;
}

export default async function SignUpPage({ searchParams }: PageProps) {
  const { next } = await searchParams;
  const nextPath = safeNextPath(typeof next === "string" ? next : undefined);
  if ((await findMe()) !== null) redirect(nextPath);
  return (
    <AccountFrame
      title="Create an account"
      footer={
        <>
          Already have an account?{" "}
          <Link href={withNext("/sign-in", nextPath)} className="text-accent underline">
            Sign in
          </Link>
        </>
      }
    >
      <ApiProvider workspace={null}>
        <SignUpForm nextPath={nextPath} />
      </ApiProvider>
    </AccountFrame>
  );
}
