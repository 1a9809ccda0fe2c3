import { inspect } from "node:util";
import { vi } from "vitest";

/** Everything that was written to the console while `run` ran. */
export const logged = async (run: () => unknown): Promise<string> => {
  const spies = (["debug", "info", "warn", "error"] as const).map((level) =>
    vi.spyOn(console, level).mockImplementation(() => {}),
  );
  try {
    await run();
    return spies
      .flatMap(({ mock }) => mock.calls.map((entry) => entry.map((part) => inspect(part)).join(" ")))
      .join("\n");
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
};
