const regional = /^([a-z]{2})\.api\.openai\.com$/;

/** The region that an address of OpenAI binds its calls to; null for the one that binds them to none. */
export function regionOf(baseUrl: string): string | null {
  return regional.exec(new URL(baseUrl).hostname)?.[1] ?? null;
}
