/** A size for people: `2.1 MB`, `300 kB`, `12 characters`. */
function describeSize(characters: number): string {
  if (characters >= 1_048_576) return `${(characters / 1_048_576).toFixed(1).replace(/\.0$/, "")} MB`;
  if (characters >= 1_024) return `${Math.round(characters / 1_024)} kB`;
  return `${characters} characters`;
}

/**
 * A size and the limit that it exceeds: `2.1 MB; the limit is 1 MB`, or in exact figures where those would read the
 * same.
 */
export function describeExcess(characters: number, limit: number): string {
  const [size, bound] = [describeSize(characters), describeSize(limit)];
  if (size !== bound) return `${size}; the limit is ${bound}`;
  return `${exact(characters)} characters; the limit is ${exact(limit)}`;
}

function exact(figure: number): string {
  return figure.toLocaleString("en-US");
}
