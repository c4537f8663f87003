import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { AccountFrame, SignUpForm } from "#features/account/index.ts";
import { ApiProvider } from "#lib/trpc/react.tsx";
import { findMe } from "../require-me.ts";

export const metadata: Metadata = { title: "Create an account" };

export default async function SignUpPage() {
  if ((await findMe()) !== null) redirect("/");
  return (
    <AccountFrame
      title="Create an account"
      footer={
        <>
          Have one already?{" "}
          <Link href="/sign-in" className="text-accent underline">
            Sign in
          </Link>
        </>
      }
    >
      <ApiProvider workspace={null}>
        <SignUpForm />
      </ApiProvider>
    </AccountFrame>
  );
}
