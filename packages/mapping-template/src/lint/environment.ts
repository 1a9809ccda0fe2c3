import { either, type Origin, unset } from "./origin.ts";

/** What each variable may be at one point of a template; branches are tried and put together again. */
export interface Environment {
  get(name: string): readonly Origin[];
  set(name: string, origins: readonly Origin[]): void;
  /** Runs something and takes back what it assigned. */
  attempt(run: () => void): Changes;
  /** After one of these: what only some of them assigned is as before, or as they say. */
  join(ways: readonly Changes[]): void;
}

export type Changes = ReadonlyMap<string, readonly Origin[]>;

const nothing: readonly Origin[] = [unset];

export function createEnvironment(roots: Changes): Environment {
  const values = new Map(roots);
  let journal = new Map<string, readonly Origin[] | undefined>();

  function assign(name: string, origins: readonly Origin[] | undefined): void {
    if (origins === undefined) values.delete(name);
    else values.set(name, origins);
  }

  function set(name: string, origins: readonly Origin[]): void {
    if (!journal.has(name)) journal.set(name, values.get(name));
    values.set(name, origins);
  }

  return {
    get: (name) => values.get(name) ?? nothing,
    set,
    attempt(run) {
      const outer = journal;
      const inner: typeof journal = new Map();
      journal = inner;
      run();
      journal = outer;
      const changes = new Map(
        Array.from(inner.keys(), (name) => [name, values.get(name) ?? nothing] as const),
      );
      for (const [name, before] of inner) assign(name, before);
      return changes;
    },
    join(ways) {
      const names = new Set(ways.flatMap((way) => [...way.keys()]));
      for (const name of names) {
        const before = values.get(name) ?? nothing;
        set(name, either(...ways.map((way) => way.get(name) ?? before)));
      }
    },
  };
}
