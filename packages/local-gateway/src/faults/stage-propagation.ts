import { type DeploymentRecord, deployments, type StageRecord, stages } from "../control-plane/records.ts";
import type { Clock } from "../effects.ts";
import type { Reader } from "../store/store.ts";
import type { Kind } from "../store/tables.ts";

/** What a stage was before a change. */
export interface StageBefore {
  /** Region, API, stage name. */
  readonly key: readonly [region: string, restApiId: string, stageName: string];
  /** Absent: there was none. */
  readonly stage: StageRecord | undefined;
  readonly deployment: DeploymentRecord | undefined;
}

/** The changes of stages that the data plane has not heard of yet. */
export interface StagePropagation {
  /** From now on, and for so many milliseconds, the data plane sees the stage as it was. */
  delay(before: StageBefore, milliseconds: number): void;
  /** The store as the data plane sees it. */
  reader(store: Reader): Reader;
  clear(): void;
}

export function readStage(store: Reader, region: string, restApiId: string, stageName: string): StageBefore {
  const stage = store.get(stages, region, restApiId, stageName);
  const deployment = stage && store.get(deployments, region, restApiId, stage.deploymentId);
  return { key: [region, restApiId, stageName], stage, deployment };
}

export function createStagePropagation(clock: Clock): StagePropagation {
  let delays: readonly (StageBefore & { readonly until: number })[] = [];
  /** Of several changes the first that is not known yet hides the later ones. */
  const seen = (key: readonly string[]) =>
    delays.find((delay) => delay.until > clock() && delay.key.every((part, index) => part === key[index]));
  const isDeploymentOf = (key: readonly string[]) => (delay: StageBefore & { readonly until: number }) =>
    delay.until > clock() &&
    delay.key[0] === key[0] &&
    delay.key[1] === key[1] &&
    delay.deployment?.id === key[2];
  return {
    delay: (before, milliseconds) => {
      const now = clock();
      delays = [...delays.filter(({ until }) => until > now), { ...before, until: now + milliseconds }];
    },
    reader: (store) => ({
      ...store,
      get: <T>(kind: Kind<T>, ...key: readonly string[]): T | undefined => {
        if (delays.length === 0) return store.get(kind, ...key);
        // A record is of the type of its kind, which is told by its name.
        if (kind.name === stages.name) {
          const delay = seen(key);
          return delay === undefined ? store.get(kind, ...key) : (delay.stage as T | undefined);
        }
        // Deleted meanwhile, it is served all the same.
        const kept = kind.name === deployments.name ? delays.find(isDeploymentOf(key)) : undefined;
        return store.get(kind, ...key) ?? (kept?.deployment as T | undefined);
      },
    }),
    clear: () => {
      delays = [];
    },
  };
}
