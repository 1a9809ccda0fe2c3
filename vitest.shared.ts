import { defineConfig } from "vitest/config";

// Many tests start real processes, several packages are tested at a time, and machines differ: a timeout is only
// there to end what hangs.
export default defineConfig({ test: { testTimeout: 60_000, hookTimeout: 60_000 } });
