import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

/** Says in which file each page of an area came to lie, so that the budgets are held against what is really loaded. */
const places: Plugin = {
  name: 'places',
  generateBundle(_, bundle) {
    const found: Record<string, string> = {};
    for (const chunk of Object.values(bundle)) {
      if (chunk.type !== 'chunk') continue;
      for (const id of chunk.moduleIds) {
        const name = /\/src\/(areas\/\w+\/[\w-]+|app\/(?:App|Frame|charts|categories|policy\/Visual))\.tsx$/.exec(id)?.[1];
        if (name) found[name] = chunk.fileName;
      }
    }
    this.emitFile({ type: 'asset', fileName: 'places.json', source: JSON.stringify(found) });
  },
};

export default defineConfig({
  base: '/_console/',
  plugins: [react(), places],
  build: {
    target: 'es2022',
    // The policy of the page allows neither inline scripts nor data in them.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2000,
    manifest: 'manifest.json',
  },
  test: { include: ['tests/unit/**/*.test.ts'] },
});
