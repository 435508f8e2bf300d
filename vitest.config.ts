import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/database.ts'],
    // The long tests wait for portals, clocks and child processes: one more than the cores of a small machine keeps it busy.
    maxWorkers: 3,
    // The embedded database and the browser take seconds to start on a small machine.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
