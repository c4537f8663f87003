"use client";

import type { ReactNode } from "react";
import { type ErrorDetails, ErrorState } from "#components/ui/error-state.tsx";
import { describeRequestError } from "./describe-request-error.ts";
import { errorTitles } from "./error-titles.ts";

interface RequestErrorProps {
  /** Whatever the request threw. */
  readonly error: unknown;
  readonly look?: "page" | "inset";
  readonly action?: ReactNode;
  readonly className?: string;
}

/** A request that did not succeed: what happened, what to do, and the line that finds it in the log. */
export function RequestError({ error, look = "inset", action, className }: RequestErrorProps) {
  const { code, message, problems, requestId } = describeRequestError(error);
  const details: ErrorDetails =
    requestId === null
      ? []
      : [
          ["code", code],
          ["request", requestId],
        ];
  return (
    <ErrorState
      title={requestId === null ? "No answer from the server" : errorTitles[code]}
      message={
        problems.length < 2 ? (
          message
        ) : (
          <ul className="list-disc pl-5">
            {problems.map((problem) => (
              <li
                key={`${problem.nodeId ?? problem.edgeId ?? ""}${problem.path?.join(".") ?? ""}${problem.message}`}
              >
                {problem.message}
              </li>
            ))}
          </ul>
        )
      }
      details={details}
      look={look}
      action={action}
      {...(className === undefined ? {} : { className })}
    />
  );
}
