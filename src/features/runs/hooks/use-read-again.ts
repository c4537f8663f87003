"use client";

import { useEffect, useRef } from "react";

interface ReadAgain {
  readonly isFetching: boolean;
  readonly refetch: () => unknown;
}

/**
 * Reads a list again when what it is of stands otherwise. What was read stays in the meantime, and when the look fails:
 * somebody may be writing in it. While one look is on its way the next waits, so that a list that changes often comes.
 */
export function useReadAgain(stand: string, { isFetching, refetch }: ReadAgain): void {
  const read = useRef(stand);
  useEffect(() => {
    if (isFetching || read.current === stand) return;
    read.current = stand;
    refetch();
  }, [stand, isFetching, refetch]);
}
