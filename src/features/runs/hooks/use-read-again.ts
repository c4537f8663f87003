"use client";

import { useEffect, useRef } from "react";

interface ReadAgain {
  readonly isFetching: boolean;
  readonly refetch: () => unknown;
}

/**
 * Refetches a list when `stand` changes. The old data stays meanwhile and after an error, since somebody may be writing
 * in it. A refetch in progress finishes before the next starts, so that a list that changes often still loads.
 */
export function useReadAgain(stand: string, { isFetching, refetch }: ReadAgain): void {
  const read = useRef(stand);
  useEffect(() => {
    if (isFetching || read.current === stand) return;
    read.current = stand;
    refetch();
  }, [stand, isFetching, refetch]);
}
