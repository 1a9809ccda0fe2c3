import { AwsError } from "../aws-error.ts";
import type { Clock, Ids, Log } from "../effects.ts";
import type { StartRuntime } from "../lambda/execution/runtime-process.ts";
import { type After, systemAfter } from "../lambda/timers.ts";
import type { Reader, Transaction } from "../store/store.ts";
import { createApiUpdates } from "./api-updates.ts";
import { type Call, textOf } from "./call.ts";
import { withColdStarts } from "./cold-start.ts";
import { ConnectionCut } from "./connection-cut.ts";
import { checkCounts } from "./count-quotas.ts";
import { enforceRates } from "./enforce-rates.ts";
import type { FaultDocument, FaultRule } from "./fault-document.ts";
import { type FaultState, initialState, type Occasion, step } from "./fault-machine.ts";
import { halfDone } from "./halfway.ts";
import { errorsOf } from "./service-errors.ts";
import { createSleepers } from "./sleepers.ts";
import { createStagePropagation, readStage } from "./stage-propagation.ts";

/** Does an operation's work in its transaction, and what a fault or a quota does to it. */
export type Inside = <T>(transaction: Transaction, work: (transaction: Transaction) => T) => T;

/** What has been asked for, and what has come of it so far. */
export interface FaultReport {
  /** The document, with the seed that is drawn from. */
  readonly document: FaultDocument;
  /** Of each rule, in their order: how often it was asked, and how often it hit. */
  readonly rules: FaultState;
}

/** The conditions under which this gateway carries out calls: AWS's quotas, and faults that were asked for. */
export interface Conditions {
  /** Carries out a call as the conditions have it. What `run` does in a transaction it does by `inside`. */
  perform(call: Call, run: (inside: Inside) => unknown): Promise<unknown>;
  /** The store as the data plane sees it. */
  dataPlaneReader(store: Reader): Reader;
  startRuntime(start: StartRuntime): StartRuntime;
  /** Replaces all faults, and forgets what earlier ones have begun; `undefined` for none. */
  setFaults(document: FaultDocument | undefined): void;
  faults(): FaultReport | undefined;
  /** Ends what waits. */
  close(): void;
}

export interface ConditionsOptions {
  /** Whether AWS's quotas count. */
  readonly quotas: boolean;
  readonly clock: Clock;
  readonly ids: Pick<Ids, "bytes">;
  readonly log: Log;
  readonly after?: After;
}

export function createConditions(options: ConditionsOptions): Conditions {
  const { quotas, clock, log, after = systemAfter } = options;
  const checkRates = quotas ? enforceRates(clock, log) : undefined;
  const propagation = createStagePropagation(clock);
  const updates = createApiUpdates(clock);
  const sleepers = createSleepers(after);
  let current: { readonly document: FaultDocument; readonly seed: number; state: FaultState } | undefined;

  return {
    perform,
    dataPlaneReader: propagation.reader,
    startRuntime: (start) => {
      const delayOf = (functionName: string) => {
        const rule = next({ kind: "environment", functionName }, functionName);
        return rule?.fault === "coldStart" ? rule.milliseconds : 0;
      };
      return withColdStarts(start, delayOf, sleepers.sleep);
    },
    setFaults: (document) => {
      propagation.clear();
      updates.clear();
      current = undefined;
      if (document === undefined) return;
      const seed = document.seed ?? Buffer.from(options.ids.bytes(4)).readUInt32LE();
      current = { document: { ...document, seed }, seed, state: initialState(document) };
    },
    faults: () => current && { document: current.document, rules: current.state },
    close: sleepers.wake,
  };

  async function perform(call: Call, run: (inside: Inside) => unknown): Promise<unknown> {
    const { service, operation } = call;
    const ofStage = textOf(call, "stageName") !== undefined;
    const rule = next({ kind: "call", service, operation, ofStage }, operation);
    if (rule !== undefined) await before(rule, call);
    const carryOut = async () => {
      checkRates?.(call);
      updates.check(call);
      return run((transaction, work) => inTransaction(rule, call, transaction, work));
    };
    if (rule?.fault !== "timeoutAfter") return finished(rule, call, await carryOut());
    await carryOut().catch((error: unknown) => {
      // Refused or not, the caller does not hear of it.
      if (!(error instanceof AwsError)) throw error;
    });
    await sleepers.sleep(rule.milliseconds ?? 0);
    throw new ConnectionCut();
  }

  /** The rule that hits on this occasion, which is said in the log. */
  function next(occasion: Occasion, what: string): FaultRule | undefined {
    if (current === undefined) return undefined;
    const { document, seed, state } = current;
    const { state: then, hit } = step(document, seed, state, occasion);
    current.state = then;
    if (hit !== undefined)
      log(`fault: ${hit.rule.fault} of ${what}, as rules[${hit.index}] says (seed ${seed})`);
    return hit?.rule;
  }

  /** What keeps a call from being carried out. */
  async function before(rule: FaultRule, call: Call): Promise<void> {
    const errors = errorsOf(call.service);
    switch (rule.fault) {
      case "throttle":
        throw errors.throttled(rule.retryAfterSeconds ?? 1);
      case "internalError":
        throw errors.internal();
      case "conflict":
        throw errors.conflict(call);
      case "timeoutBefore":
        await sleepers.sleep(rule.milliseconds ?? 0);
        throw new ConnectionCut();
      default:
    }
  }

  function inTransaction<T>(
    rule: FaultRule | undefined,
    call: Call,
    transaction: Transaction,
    work: (transaction: Transaction) => T,
  ): T {
    const stageName = textOf(call, "stageName");
    const stageBefore =
      rule?.fault === "propagationDelay" && stageName !== undefined
        ? readStage(transaction, call.region, textOf(call, "restApiId") ?? "", stageName)
        : undefined;
    const output = rule?.fault === "halfway" ? halfDone(transaction, work) : work(transaction);
    if (quotas) checkCounts(transaction, call, output);
    if (rule?.fault === "propagationDelay" && stageBefore !== undefined) {
      propagation.delay(stageBefore, rule.milliseconds);
    }
    return output;
  }

  /** What befalls a call that has been carried out. */
  function finished(rule: FaultRule | undefined, call: Call, output: unknown): unknown {
    if (rule?.fault === "halfway") throw errorsOf(call.service).internal();
    if (rule?.fault === "updating") updates.begin(call, output, rule.milliseconds);
    return updates.shown(call, output);
  }
}
