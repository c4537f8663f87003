const regional = /^([a-z]{2})\.api\.openai\.com$/;

/** The region that an OpenAI address binds its calls to. Null: none. */
export function regionOf(baseUrl: string): string | null {
  return regional.exec(new URL(baseUrl).hostname)?.[1] ?? null;
}
