import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { parseTheme, themeCookie, UiProviders } from "#features/shell/index.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Penstock", template: "%s · Penstock" },
  description: "AI pipelines that people can trust with their money.",
  manifest: "/manifest.webmanifest",
  icons: {
    icon: [
      { url: "/favicon.svg", type: "image/svg+xml" },
      { url: "/favicon.ico", sizes: "32x32" },
    ],
    apple: "/apple-touch-icon.png",
  },
};

// The browser's own frame, in the colour `--paper`: the browser reads this before any style sheet.
export const viewport: Viewport = {
  colorScheme: "light dark",
  themeColor: [
    { media: "(prefers-color-scheme: light)", color: "oklch(0.996 0.001 250)" },
    { media: "(prefers-color-scheme: dark)", color: "oklch(0.195 0.009 255)" },
  ],
};

// Pages are rendered per request, because the content security policy needs a new nonce each time.
export const dynamic = "force-dynamic";

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const [cookieList, headerList] = await Promise.all([cookies(), headers()]);
  const theme = parseTheme(cookieList.get(themeCookie)?.value);
  return (
    <html lang="en" data-theme={theme === "system" ? undefined : theme}>
      <body>
        <UiProviders nonce={headerList.get("x-nonce") ?? undefined} pageTimeMs={Date.now()}>
          {children}
        </UiProviders>
      </body>
    </html>
  );
}
