import { builtinModules } from "node:module";
import { defineConfig } from "vite";

// One tool, two builds: `vite build` makes the browser's files, `vite build --ssr` the server's.
export default defineConfig(({ isSsrBuild }) =>
  isSsrBuild
    ? {
        build: {
          ssr: true,
          outDir: "dist/server",
          emptyOutDir: true,
          target: "node24",
          sourcemap: true,
          minify: false,
          rolldownOptions: {
            input: { main: "src/main.ts", cli: "src/cli.ts", apart: "src/platform/intake/apart-process.ts" },
            external: [/^[^./]/, ...builtinModules],
          },
        },
      }
    : {
        publicDir: false,
        base: "/assets/",
        build: {
          outDir: "dist/assets",
          assetsDir: "",
          emptyOutDir: true,
          manifest: true,
          assetsInlineLimit: 0,
          modulePreload: { polyfill: false },
          chunkSizeWarningLimit: 1_200,
          rolldownOptions: {
            input: [
              "islands/draft.ts",
              "islands/grid.ts",
              "islands/jury.ts",
              "islands/map.ts",
              "islands/passkey.ts",
              "islands/upload.ts",
              "src/ui/styles/apart/calendar.css",
              "src/ui/styles/apart/pages.css",
              "src/ui/styles/apart/stories.css",
              "src/ui/styles/applicant-main.css",
              "src/ui/styles/guide-main.css",
              "src/ui/styles/main.css",
              "src/ui/styles/office-main.css",
            ],
          },
        },
      },
);
