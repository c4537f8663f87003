/** A size for people: `2.1 MB`, `300 kB`, `12 characters`. */
export function describeSize(characters: number): string {
  if (characters >= 1_048_576) return `${(characters / 1_048_576).toFixed(1).replace(/\.0$/, "")} MB`;
  if (characters >= 1_024) return `${Math.round(characters / 1_024)} kB`;
  return `${characters} characters`;
}
