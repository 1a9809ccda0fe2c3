import { describeCall, type Progress } from "@gatewright/deploy";

interface Output {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Shows how far a deployment is: one line that is written over on a terminal, a line every ten calls elsewhere. */
export function progressPrinter(output: Output): { show(progress: Progress): void; clear(): void } {
  if (output.isTTY !== true) {
    return {
      show({ api, index, total }) {
        if (index > 0 && index % 10 === 0) output.write(`  ${api}: ${index} of ${total} calls\n`);
      },
      clear() {},
    };
  }
  const clearLine = "\r\u001b[2K";
  return {
    show: ({ api, call, index, total }) =>
      void output.write(`${clearLine}  ${api}: ${index + 1} of ${total} ${describeCall(call)}`),
    clear: () => void output.write(clearLine),
  };
}
