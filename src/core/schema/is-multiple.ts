/** A number as written: whole digits, and the power of ten that they are multiplied with. */
interface Written {
  readonly digits: bigint;
  readonly power: number;
}

/**
 * Whether a number is a multiple of another, both as written: 19.99 is one of 0.01, though their nearest doubles do not
 * divide evenly.
 */
export function isMultiple(value: number, divisor: number): boolean {
  const [of, by] = [writtenOf(value), writtenOf(divisor)];
  const power = Math.min(of.power, by.power);
  return scaled(of, power) % scaled(by, power) === 0n;
}

function writtenOf(value: number): Written {
  const [digits = "0", power = "0"] = value.toExponential().split("e");
  const decimals = digits.split(".")[1]?.length ?? 0;
  return { digits: BigInt(digits.replace(".", "")), power: Number(power) - decimals };
}

/** Powers are between -324 and 308, so this stays below a thousand digits. */
function scaled({ digits, power }: Written, to: number): bigint {
  return digits * 10n ** BigInt(power - to);
}
