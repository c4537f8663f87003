import { formatMoney } from "#components/ui/format/money.ts";
import type { ChartDay } from "../model/cost-rows.ts";

const height = 100;
const barWidth = 0.7;

/** The cost of each day as a stacked bar: play money on top of real money. The table by day has the same figures. */
export function CostChart({ days }: { readonly days: readonly ChartDay[] }) {
  const most = days.reduce((highest, day) => Math.max(highest, day.costMicros + day.sandboxMicros), 0);
  const [first, last] = [days[0]?.day, days.at(-1)?.day];
  const hasSandbox = days.some(({ sandboxMicros }) => sandboxMicros > 0);
  const heightOf = (micros: number) => (most === 0 ? 0 : (Math.max(0, micros) / most) * height);
  return (
    <figure className="px-6 pb-4 max-sm:px-4">
      <div className="figures mb-1 flex justify-between text-ink-faint text-mono">
        <span>{formatMoney(most)}</span>
        {hasSandbox ? <Legend /> : null}
      </div>
      {/* SVG attributes, because the content security policy forbids inline styles. */}
      <svg
        role="img"
        aria-label={describe(days)}
        viewBox={`0 0 ${days.length} ${height}`}
        preserveAspectRatio="none"
        className="block h-32 w-full border-b text-accent"
      >
        {days.map(({ day, costMicros, sandboxMicros }, index) => {
          const [real, play] = [heightOf(costMicros), heightOf(sandboxMicros)];
          return (
            <g key={day} className="hover:opacity-70">
              <title>{`${day}: ${wordsOf({ costMicros, sandboxMicros })}`}</title>
              <rect x={index} width={1} height={height} fill="transparent" />
              <rect x={index + 0.15} width={barWidth} y={height - real} height={real} fill="currentColor" />
              <rect
                x={index + 0.15}
                width={barWidth}
                y={height - real - play}
                height={play}
                fill="currentColor"
                opacity="0.35"
              />
            </g>
          );
        })}
      </svg>
      <figcaption className="figures mt-1 flex justify-between text-ink-faint text-mono">
        <span>{first}</span>
        <span>{last === first ? "" : last}</span>
      </figcaption>
    </figure>
  );
}

function Legend() {
  return (
    <span aria-hidden className="flex gap-4 font-sans">
      <Key label="Real money" opacity="1" />
      <Key label="Play money of the sandbox" opacity="0.35" />
    </span>
  );
}

function Key({ label, opacity }: { readonly label: string; readonly opacity: string }) {
  return (
    <span className="flex items-center gap-1.5">
      <svg aria-hidden viewBox="0 0 1 1" className="size-2 text-accent">
        <rect width="1" height="1" fill="currentColor" opacity={opacity} />
      </svg>
      {label}
    </span>
  );
}

function wordsOf({ costMicros, sandboxMicros }: Omit<ChartDay, "day">): string {
  return sandboxMicros === 0
    ? formatMoney(costMicros)
    : `${formatMoney(costMicros)}, and ${formatMoney(sandboxMicros)} of play money`;
}

function describe(days: readonly ChartDay[]): string {
  const highest = days.reduce<ChartDay | undefined>(
    (top, day) =>
      top === undefined || day.costMicros + day.sandboxMicros > top.costMicros + top.sandboxMicros
        ? day
        : top,
    undefined,
  );
  if (highest === undefined || highest.costMicros + highest.sandboxMicros === 0) return "Costs by day: none.";
  const span = `from ${days[0]?.day} to ${days.at(-1)?.day}`;
  return `Costs by day ${span}. The most was spent on ${highest.day}: ${wordsOf(highest)}. The table by day has every figure.`;
}
