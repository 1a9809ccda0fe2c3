/** The process's output as it is before the function, which may put other streams in their places. */
export interface Output {
  /** Writes to stdout. */
  write(text: string): void;
  /** Runs `then` when all output is in its pipes, where the gateway finds it together with what is sent next. */
  whenWritten(then: () => void): void;
}

export function openOutput(): Output {
  const { stdout, stderr } = process;
  const toStdout = stdout.write.bind(stdout);
  const toStderr = stderr.write.bind(stderr);
  return {
    write: (text) => {
      toStdout(text);
    },
    whenWritten: (then) => {
      if (stdout.writableLength === 0 && stderr.writableLength === 0) {
        then();
        return;
      }
      const unwritten = [
        ...(stdout.writableLength === 0 ? [] : [toStdout]),
        ...(stderr.writableLength === 0 ? [] : [toStderr]),
      ];
      let left = unwritten.length;
      for (const write of unwritten) {
        write("", () => {
          left -= 1;
          if (left === 0) then();
        });
      }
    },
  };
}
