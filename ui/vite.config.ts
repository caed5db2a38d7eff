import { svelte } from "@sveltejs/vite-plugin-svelte";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Two pages, built apart: `vite build --mode console` and `vite build --mode room`. */
export default defineConfig(({ mode }) => ({
  root: mode === "console" || mode === "room" ? here(`./src/${mode}`) : here("."),
  publicDir: false,
  plugins: [svelte({ configFile: here("./svelte.config.js") })],
  resolve: mode === "test" ? { conditions: ["browser"] } : {},
  build: {
    outDir: here(`./dist/${mode}`),
    emptyOutDir: true,
    // Pages may load nothing from data: addresses, and old laptops open the room.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { checks: { bundlerTimings: false } },
    target: ["chrome105", "firefox104", "safari15.4"],
  },
  test: {
    include: ["src/**/*.test.ts"],
    environment: "node",
  },
}));
