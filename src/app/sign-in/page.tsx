import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { AccountFrame, SignInForm, safeNextPath, VendorButtons, withNext } from "#features/account/index.ts";
import { serverApi, signInVendors } from "#lib/trpc/server.tsx";
import { findMe } from "../require-me.ts";

export const metadata: Metadata = { title: "Sign in" };

interface PageProps {
  readonly searchParams: Promise<{ readonly [name: string]: string | string[] | undefined }>;
}

export default async function SignInPage({ searchParams }: PageProps) {
  const { next, error } = await searchParams;
  const nextPath = safeNextPath(typeof next === "string" ? next : undefined);
  if ((await findMe()) !== null) redirect(nextPath);
  const demo = await (await serverApi(null)).account.demo();
  return (
    <AccountFrame
      title="Sign in"
      footer={
        <>
          No account yet?{" "}
          <Link href={withNext("/sign-up", nextPath)} className="text-accent underline">
            Create one
          </Link>
        </>
      }
    >
      <SignInForm
        nextPath={nextPath}
        errorCode={typeof error === "string" ? error : null}
        demoEmail={demo.email}
      />
      <VendorButtons vendors={signInVendors()} nextPath={nextPath} />
    </AccountFrame>
  );
}
