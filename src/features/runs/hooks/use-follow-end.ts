"use client";

import { useCallback, useRef, useState } from "react";

/** This close to the end counts as being there. */
const slackPx = 24;

/**
 * Keeps a scrolling region at its end while its reader is there. Scrolling up ends that; scrolling back down, or `toEnd`, begins it again.
 */
export function useFollowEnd() {
  const region = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  const [isAtEnd, setIsAtEnd] = useState(true);

  const keepUp = useCallback(() => {
    const element = region.current;
    if (element !== null && isFollowing.current) element.scrollTop = element.scrollHeight;
  }, []);
  const onScroll = useCallback(() => {
    const element = region.current;
    if (element === null) return;
    isFollowing.current = element.scrollHeight - element.scrollTop - element.clientHeight <= slackPx;
    setIsAtEnd(isFollowing.current);
  }, []);
  const toEnd = useCallback(() => {
    isFollowing.current = true;
    setIsAtEnd(true);
    keepUp();
    region.current?.focus();
  }, [keepUp]);

  return { region, isAtEnd, onScroll, toEnd, keepUp };
}
