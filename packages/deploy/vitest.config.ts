import { defineConfig } from "vitest/config";

// The tests that cut a run at every call make some thousand calls each.
export default defineConfig({ test: { testTimeout: 60_000, maxWorkers: 2 } });
