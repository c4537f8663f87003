import { cn } from "#components/ui/class-names.ts";
import { statuses } from "#components/ui/display/status.ts";
import { StatusBadge } from "#components/ui/display/status-badge.tsx";
import { Row, Section } from "./section.tsx";

const surfaces = [
  "bg-ground",
  "bg-paper",
  "bg-raised",
  "bg-sunken",
  "bg-hover",
  "bg-accent-soft",
  "bg-accent-fill",
] as const;
const inks = ["text-ink", "text-ink-soft", "text-ink-faint", "text-accent"] as const;
const sizes = [
  ["text-page", "Page title, 20 on 28"],
  ["text-section", "Section title, 16 on 24"],
  ["text-read", "Reading text, 14 on 22, never wider than 72 characters"],
  ["text-ui", "The interface, 13 on 20"],
  ["text-mono", "Labels and figures, 12 on 20"],
  ["text-micro", "Badges and keys, 11 on 16"],
] as const;

/** Colours, type and spacing. */
export function Foundations() {
  return (
    <>
      <Section
        title="Status"
        note="An icon of its own shape and a word, beside the colour. The second row is for top lines."
      >
        <Row>
          {statuses.map((status) => (
            <StatusBadge key={status} status={status} />
          ))}
        </Row>
        <Row>
          {statuses.map((status) => (
            <StatusBadge key={status} status={status} look="soft" />
          ))}
        </Row>
      </Section>
      <Section title="Colour" note="Each surface with the inks that stand on it.">
        <div className="grid grid-cols-[repeat(auto-fill,minmax(150px,1fr))] gap-3">
          {surfaces.map((surface) => (
            <div key={surface} className={cn("rounded-base border p-3", surface)}>
              <p className={cn("figures", surface === "bg-accent-fill" && "text-on-fill")}>{surface}</p>
              {surface === "bg-accent-fill"
                ? null
                : inks.map((ink) => (
                    <p key={ink} className={ink}>
                      {ink}
                    </p>
                  ))}
            </div>
          ))}
        </div>
      </Section>
      <Section title="Type">
        {sizes.map(([size, text]) => (
          <p
            key={size}
            className={cn(size, (size === "text-page" || size === "text-section") && "font-semibold")}
          >
            {text}
          </p>
        ))}
        <p className="figures">Figures stand still: 1,111,111 · 8,888,888 · $0.0042 · 3 m 04 s</p>
      </Section>
    </>
  );
}
