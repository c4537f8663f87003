"use client";

import { KeyRound } from "lucide-react";
import Link from "next/link";
import { cn } from "#components/ui/class-names.ts";
import { useWorkspaceHref } from "../hooks/use-workspace-href.ts";
import { type Missing, missingTexts } from "../model/cost/missing.ts";

interface MissingNoteProps {
  readonly missing: Missing;
  readonly className?: string;
}

/** What is missing for a run, and where to add it. */
export function MissingNote({ missing, className }: MissingNoteProps) {
  const { keys, secrets } = missingTexts(missing);
  const href = useWorkspaceHref();
  const line = cn("flex items-start gap-2", className);
  const icon = <KeyRound aria-hidden className="mt-0.5 size-4 shrink-0 text-waiting" />;
  const link = "text-accent underline underline-offset-2";
  return (
    <>
      {keys === null ? null : (
        <p className={line}>
          {icon}
          <span>
            {keys}{" "}
            <Link href={href("keys")} className={link}>
              Add a key
            </Link>{" "}
            or choose a sandbox model.
          </span>
        </p>
      )}
      {secrets === null ? null : (
        <p className={line}>
          {icon}
          <span className="min-w-0 break-words">
            {secrets}{" "}
            <Link href={href("keys")} className={link}>
              Add {missing.secrets.length === 1 ? "it" : "them"} under Provider keys
            </Link>
            .
          </span>
        </p>
      )}
    </>
  );
}
