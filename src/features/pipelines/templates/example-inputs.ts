const lease = `This agreement is made between Millbrook Water Works ("the Owner") and the Tenant. The Tenant must pay the rent of 1,200 per month on the first day of each month. The Tenant shall keep the mill, the gate and the channel in good repair and must give notice of any damage within two days. The Tenant may not let the premises to others without the Owner's written consent. The Owner provides the premises as they are, without warranty of any kind, and is not liable for loss of income caused by low water. Either party may terminate this agreement with three months' notice in writing. If the Tenant terminates within the first year, the deposit of 3,600 is retained by the Owner. The Tenant agrees to indemnify the Owner against claims that arise from the Tenant's use of the water. Disputes shall be settled by the courts of Millbrook.`;

const tides = `Tides are caused by the pull of the moon and, less so, of the sun. The moon pulls harder on the near side of the earth than on its centre, and harder on the centre than on the far side, therefore two bulges of water form. As the earth turns, most coasts pass through both, so there are two high tides in a day. When sun and moon stand in one line their pulls add up to spring tides; at right angles they give neap tides. The shape of a bay may raise the tide many times over: in the Bay of Fundy it reaches sixteen metres. A tidal power station must hold the water back behind a barrage and let it out through turbines. The first large one, at the Rance in France, has worked since 1966. Tides are predictable for years ahead, which wind and sun are not.`;

const dayNotes = `The pumps at station two were replaced this morning and run quietly. We decided to keep the old pumps as spares for one year. The sensor at the upper gate must be calibrated again, because it shows four centimetres too much. Anna will order the seals on Monday; the supplier needs ten days. It is still open who takes the night shift on the 28th. The report for the council must be finished by Thursday, and the figures for October are missing. Rain is expected from Wednesday on, therefore the lower gate stays half open until then.`;

/** What the first run of a template may be given. */
export const exampleInputs = {
  "contract-review": { text: lease },
  "research-brief": { notes: tides },
  "support-triage": {
    message:
      "Hello, can I pause a pipeline while a gate is being repaired? I would not want to lose what it has done so far.",
  },
  "two-summaries": { text: tides },
  "retry-rehearsal": null,
  "nightly-digest": { notes: dayNotes },
  empty: { text: dayNotes },
} as const satisfies Readonly<Record<string, Readonly<Record<string, string>> | null>>;

export type ExampleId = keyof typeof exampleInputs;
