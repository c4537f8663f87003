"use client";

import { useCallback, useEffect, useRef, useState } from "react";

/** This close to the end counts as at the end. */
const slackPx = 24;

/**
 * Keeps a scrolling region at its end while the reader is there and `isLive`. Scrolling up stops this; scrolling back
 * down, or `toEnd`, resumes it.
 */
export function useFollowEnd(isLive: boolean) {
  const region = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isFollowing = useRef(true);
  const lastTop = useRef(0);
  const [isAtEnd, setIsAtEnd] = useState(true);

  const keepUp = useCallback(() => {
    const element = region.current;
    if (element !== null && isFollowing.current) element.scrollTop = element.scrollHeight;
  }, []);
  useEffect(() => {
    if (!isLive || content.current === null || region.current === null) return;
    // Both are observed: text grows, renderers load late, and panes are resized.
    const observer = new ResizeObserver(keepUp);
    observer.observe(content.current);
    observer.observe(region.current);
    return () => observer.disconnect();
  }, [isLive, keepUp]);
  const onScroll = useCallback(() => {
    const element = region.current;
    if (element === null) return;
    const leftPx = element.scrollHeight - element.scrollTop - element.clientHeight;
    // New text since the last frame also moves the end out of view: only scrolling up is the reader's decision.
    if (leftPx <= slackPx) isFollowing.current = true;
    else if (element.scrollTop < lastTop.current) isFollowing.current = false;
    lastTop.current = element.scrollTop;
    setIsAtEnd(isFollowing.current);
  }, []);
  const toEnd = useCallback(() => {
    isFollowing.current = true;
    setIsAtEnd(true);
    keepUp();
    region.current?.focus();
  }, [keepUp]);

  return { region, content, isAtEnd, onScroll, toEnd };
}
