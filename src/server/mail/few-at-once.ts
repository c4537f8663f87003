/** Runs at most `mostAtOnce` pieces of work at a time, in order of arrival; the others wait. */
export function fewAtOnce(mostAtOnce: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = mostAtOnce;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
