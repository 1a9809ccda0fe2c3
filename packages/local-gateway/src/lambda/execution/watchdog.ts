import { type ChildProcess, spawn } from "node:child_process";

/** Ends process groups when the gateway is gone, however it ended. */
export interface Watchdog {
  watch(processGroup: number): void;
  forget(processGroup: number): void;
  close(): void;
}

/**
 * Reads "+ 12" and "- 12" until its input ends, which the death of the gateway brings about, too; then it kills the
 * groups that are left. A function that is busy in a loop could not be told to end by anything in its own process.
 */
const script = `
groups=
while read -r what group; do
  case $what in
    +) groups="$groups $group" ;;
    -) rest=; for other in $groups; do [ "$other" = "$group" ] || rest="$rest $other"; done; groups=$rest ;;
  esac
done
for group in $groups; do kill -s KILL -- "-$group" 2>/dev/null; done
`;

/** One process for all environments, started with the first of them. */
export function createWatchdog(): Watchdog {
  let shell: ChildProcess | undefined;
  const tell = (what: "+" | "-", group: number) => {
    shell ??= start();
    shell.stdin?.write(`${what} ${group}\n`);
  };
  return {
    watch: (group) => tell("+", group),
    forget: (group) => {
      if (shell !== undefined) tell("-", group);
    },
    close: () => {
      shell?.stdin?.end();
      shell = undefined;
    },
  };
}

function start(): ChildProcess {
  // In a group of its own, so that what ends the gateway's group does not end it first.
  const shell = spawn("/bin/sh", ["-c", script], { stdio: ["pipe", "ignore", "ignore"], detached: true });
  // Without a shell, functions still end with their channel when they are not busy.
  shell.on("error", () => {});
  shell.stdin?.on("error", () => {});
  shell.unref();
  return shell;
}
