"use client";

import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { Button } from "#components/ui/controls/button.tsx";
import { ErrorState } from "#components/ui/display/error-state.tsx";
import { describeRequestError } from "./describe-request-error.ts";
import { errorTitles } from "./error-titles.ts";

export interface PageErrorProps {
  readonly error: Error & { readonly digest?: string };
  /** Reads the page again from the server, and draws it. */
  readonly retry: () => void;
}

/** A page that could not be shown. What failed on the server is identified by its digest only; the log has the rest. */
export function PageError({ error, retry }: PageErrorProps) {
  const { code, message, requestId } = describeRequestError(error);
  const isTold = requestId !== null;
  const queries = useQueryErrorResetBoundary();
  const tryAgain = () => {
    // A query that has failed would fail again without being asked.
    queries.reset();
    retry();
  };
  return (
    <ErrorState
      look="page"
      title={isTold ? errorTitles[code] : "This page could not be shown"}
      message={
        isTold
          ? message
          : "Something went wrong inside Penstock. Try again; if it keeps failing, the server's log says why."
      }
      details={
        isTold ? [["request", requestId]] : [["digest", error.digest ?? "none: it happened in the browser"]]
      }
      action={<Button onClick={tryAgain}>Try again</Button>}
    />
  );
}
