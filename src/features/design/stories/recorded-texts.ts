export const obligationsText = `## What the licence obliges us to do

1. **Keep the notices.** Every copy carries the licence and the copyright notices.
2. **Mark changes.** Files that were changed say so, prominently.
3. **Pass the NOTICE file on** where the work has one.

| duty | when | effort |
|---|---|---|
| include the licence | each distribution | low |
| state changes | changed files | low |
| keep attribution | always | low |

> You must cause any modified files to carry prominent notices stating that You changed the files.
`;

export const risksText = `## Risks

- **Patents.** A patent suit against the work ends the patent licence *at that moment*.
- **No warranty.** The work is given as it is; what follows from using it is on us.
- **Trade marks.** The licence gives no right to names or logos.

\`\`\`text
7. Disclaimer of Warranty. Unless required by applicable law or agreed to in writing, Licensor provides the Work on an "AS IS" BASIS
\`\`\`

![tracking pixel](https://example.com/pixel.png)
`;

export const briefText = `# Brief for the product team

We may use, change and ship the work, also in products we sell.

## Do

- ship the licence text with every release
- say in changed files that we changed them
- keep the NOTICE file

## Do not

- use the vendor's name or logo in our own marketing
- sue anyone over patents in it without talking to counsel first

Questions go to [legal](https://example.com/legal).
`;
