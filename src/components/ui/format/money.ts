const microsPerUnit = 1_000_000;

const small = new Intl.NumberFormat("en-US", {
  style: "currency",
  currency: "USD",
  minimumFractionDigits: 4,
  maximumFractionDigits: 4,
});
const large = new Intl.NumberFormat("en-US", { style: "currency", currency: "USD" });

/**
 * Money from millionths of a US dollar: `$12.40`, four decimals under one dollar, `unknown` for null and never zero.
 */
export function formatMoney(costMicros: number | null): string {
  if (costMicros === null) return "unknown";
  if (costMicros === 0) return "$0";
  if (costMicros < 50) return "<$0.0001";
  // From 0.99995 on it would be shown as $1.0000.
  const format = costMicros < microsPerUnit - 50 ? small : large;
  return format.format(costMicros / microsPerUnit);
}
