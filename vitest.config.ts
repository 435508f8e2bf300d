import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/database.ts'],
    // The embedded database and the browser take seconds to start on a small machine.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
