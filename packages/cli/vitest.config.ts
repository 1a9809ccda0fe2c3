import { defineConfig } from "vitest/config";

// Each test starts real processes, some of them one after the other.
export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 60_000 } });
