import type { Metadata, Viewport } from "next";
import { cookies, headers } from "next/headers";
import type { ReactNode } from "react";
import { parseTheme, themeCookie, UiProviders } from "#features/shell/index.ts";
import "./globals.css";

export const metadata: Metadata = {
  title: { default: "Penstock", template: "%s · Penstock" },
  description: "AI pipelines that people can trust with their money.",
};

export const viewport: Viewport = { colorScheme: "light dark" };

// Every page is rendered per request: the content security policy gives each answer a nonce of its own.
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
