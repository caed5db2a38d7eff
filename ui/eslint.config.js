import svelte from "eslint-plugin-svelte";
import typescript from "typescript-eslint";
import svelteConfig from "./svelte.config.js";

const tauri = { group: ["@tauri-apps/*"], message: "Only transport/tauri.ts speaks to the window." };
const above = (folders) => ({
  group: folders.flatMap((folder) => [`**/${folder}/**`, `**/${folder}`]),
  message: "Imports go one way: pages, components, state, transport, protocol.",
});
const layer = (files, forbidden, ignores = []) => ({
  files,
  ignores,
  rules: { "no-restricted-imports": ["error", { patterns: [tauri, ...(forbidden.length ? [above(forbidden)] : [])] }] },
});

export default typescript.config(
  { ignores: ["dist", "node_modules", "src/protocol/index.ts"] },
  ...typescript.configs.recommended,
  ...svelte.configs.recommended,
  {
    files: ["**/*.svelte", "**/*.svelte.ts"],
    languageOptions: { parserOptions: { parser: typescript.parser, extraFileExtensions: [".svelte"], svelteConfig } },
  },
  {
    rules: {
      // svelte-check knows the types; the names of the DOM are not undefined.
      "no-undef": "off",
      "svelte/no-at-html-tags": "error",
      "svelte/require-each-key": "error",
      // Maps and sets made inside a derived value are made anew each time.
      "svelte/prefer-svelte-reactivity": "off",
    },
  },
  layer(["src/**/*.{ts,svelte}"], []),
  layer(["src/{protocol,words,keys}/**"], ["transport", "state", "components", "console", "room"]),
  layer(["src/transport/**"], ["state", "components", "console", "room", "keys"], ["src/transport/tauri.ts"]),
  layer(["src/state/**"], ["components", "console", "room"]),
  layer(["src/components/**"], ["transport", "console", "room"]),
  layer(["src/room/**"], ["console"]),
  layer(["src/console/**"], ["room"]),
  { files: ["src/transport/tauri.ts"], rules: { "no-restricted-imports": "off" } },
);
