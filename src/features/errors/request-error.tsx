"use client";

import type { ReactNode } from "react";
import { type ErrorDetails, ErrorState } from "#components/ui/display/error-state.tsx";
import { isRetryable } from "#core/error-codes.ts";
import { describeRequestError } from "./describe-request-error.ts";
import { errorTitles } from "./error-titles.ts";
import { TryAgain } from "./try-again.tsx";

/** For requests that start a run with an idempotency key. */
export const maybeStarted = "The run may have started anyway: trying again does not start a second one.";

/** For requests that create something with an idempotency key. */
export const maybeMade = "It may have been created anyway: trying again does not create a second one.";

/** For creating something that has a unique name. */
export const maybeSaved =
  "It may have been saved anyway: then trying again says that it already exists, and nothing is lost.";

interface RequestErrorProps {
  /** The thrown value. */
  readonly error: unknown;
  readonly look?: "page" | "inset";
  readonly action?: ReactNode;
  /** For failed reads: requests the data again, where that may help. */
  readonly again?: () => Promise<unknown>;
  /** A note for the case of no answer: the server may still have carried out the request. */
  readonly ifUnanswered?: string | null;
  readonly className?: string;
}

/** A failed request: what happened, what to do next, and the details for finding it in the log. */
export function RequestError(props: RequestErrorProps) {
  const { error, look = "inset", action, again, ifUnanswered = null, className } = props;
  const { code, message, problems, requestId } = describeRequestError(error);
  const details: ErrorDetails =
    requestId === null
      ? []
      : [
          ["code", code],
          ["request", requestId],
        ];
  const mayHelp = again !== undefined && (requestId === null || isRetryable(code));
  return (
    <ErrorState
      title={requestId === null ? "No answer from the server" : errorTitles[code]}
      message={
        problems.length < 2 ? (
          [message, ...(requestId === null && ifUnanswered !== null ? [ifUnanswered] : [])].join(" ")
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
      action={action ?? (mayHelp ? <TryAgain again={again} /> : undefined)}
      {...(className === undefined ? {} : { className })}
    />
  );
}
