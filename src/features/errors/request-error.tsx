"use client";

import type { ReactNode } from "react";
import { type ErrorDetails, ErrorState } from "#components/ui/display/error-state.tsx";
import { isRetryable } from "#core/error-codes.ts";
import { describeRequestError } from "./describe-request-error.ts";
import { errorTitles } from "./error-titles.ts";
import { TryAgain } from "./try-again.tsx";

/** For what starts runs: the same request is never done twice. */
export const maybeStarted =
  "The run may have started all the same: trying again does not start a second one.";

/** For what makes something: the same request is never done twice. */
export const maybeMade = "It may have been made all the same: trying again does not make a second one.";

/** For what has a name of its own. */
export const maybeSaved =
  "It may have been saved all the same: then trying again says that it is there already, and nothing is lost.";

interface RequestErrorProps {
  /** Whatever the request threw. */
  readonly error: unknown;
  readonly look?: "page" | "inset";
  readonly action?: ReactNode;
  /** For what could not be read: reads it again, where that may help. */
  readonly again?: () => Promise<unknown>;
  /** What else to know where no answer came: the server may have done it all the same. */
  readonly ifUnanswered?: string | null;
  readonly className?: string;
}

/** A request that did not succeed: what happened, what to do, and the line that finds it in the log. */
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
