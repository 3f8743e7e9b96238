import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  base: '/_console/',
  plugins: [react()],
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
