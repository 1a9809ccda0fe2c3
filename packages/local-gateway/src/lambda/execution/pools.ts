import type { FunctionRecord } from "../function-record.ts";
import type { Environment } from "./environment.ts";
import { createPool, type Pool } from "./pool.ts";

/** A pool for each version of a function, for as long as it has environments. */
export interface Pools {
  of(record: FunctionRecord): Pool;
  /** To be called when an environment is dead. */
  dead(record: FunctionRecord, environment: Environment): void;
  environments(): readonly Environment[];
}

export function createPools(options: Parameters<typeof createPool>[0]): Pools {
  const pools = new Map<string, Pool>();
  const of = ({ functionArn }: FunctionRecord): Pool => {
    const pool = pools.get(functionArn) ?? createPool(options);
    pools.set(functionArn, pool);
    return pool;
  };
  return {
    of,
    dead: (record, environment) => {
      const pool = of(record);
      pool.dead(environment);
      if (pool.size === 0) pools.delete(record.functionArn);
    },
    environments: () => [...pools.values()].flatMap((pool) => pool.environments()),
  };
}
