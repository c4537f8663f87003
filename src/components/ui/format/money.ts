const microsPerUnit = 1_000_000;

const small = new Intl.NumberFormat("en-US", {
  style: "currency",
  currency: "USD",
  minimumFractionDigits: 4,
  maximumFractionDigits: 4,
});
const large = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });

/** Formats millionths of a US dollar: `$12.40`, four decimals under one dollar, and `unknown` for null, never zero. */
export function formatMoney(costMicros: number | null): string {
  if (costMicros === null) return "unknown";
  if (costMicros === 0) return "$0";
  if (costMicros < 50) return "<$0.0001";
  // From 0.99995 on it would be rounded to $1.0000.
  const format = costMicros < microsPerUnit - 50 ? small : large;
  return format.format(costMicros / microsPerUnit);
}
