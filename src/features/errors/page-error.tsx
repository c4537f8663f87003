"use client";

import { useQueryErrorResetBoundary } from "@tanstack/react-query";
import { Button } from "#components/ui/controls/button.tsx";
import { ErrorState } from "#components/ui/display/error-state.tsx";
import { describeRequestError } from "./describe-request-error.ts";
import { errorTitles } from "./error-titles.ts";

export interface PageErrorProps {
  readonly error: Error & { readonly digest?: string };
  /** Loads the page again from the server and renders it. */
  readonly retry: () => void;
}

/** A page that could not be rendered. A server error is identified only by its digest; the log has the details. */
export function PageError({ error, retry }: PageErrorProps) {
  const { code, message, requestId } = describeRequestError(error);
  const isTold = requestId !== null;
  const queries = useQueryErrorResetBoundary();
  const tryAgain = () => {
    // Without this reset a failed query would fail again without being requested.
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
