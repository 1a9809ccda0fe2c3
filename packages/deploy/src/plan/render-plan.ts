import type { Change, OtherChange, RouteChange } from "./changes.ts";
import type { Plan, RouteCounts } from "./plan.ts";

/** Prints a plan for people: lines of plain text, made from nothing but the plan. */
export function renderPlan({ scope, routes, changes, calls }: Plan): readonly string[] {
  const title = `${scope.api} · stage ${scope.stage} · ${scope.region}`;
  const head = [
    title,
    routeSummary(routes, changes.length),
    ...(calls.length === 0 ? [] : [count(calls.length, "call")]),
  ];
  return [head.join("      "), ...renderChanges(changes)];
}

function routeSummary({ total, added, changed, removed }: RouteCounts, changes: number): string {
  const counts = [
    ...(added === 0 ? [] : [`${added} to add`]),
    ...(changed === 0 ? [] : [`${changed} to change`]),
    ...(removed === 0 ? [] : [`${removed} to remove`]),
  ];
  return [count(total, "route"), ...(changes === 0 ? ["nothing to do"] : counts)].join(", ");
}

function renderChanges(changes: readonly Change[]): readonly string[] {
  const rows = changes.map((change) => ({
    sign: change.sign,
    subject: subjectOf(change),
    details: detailsOf(change),
  }));
  const width = Math.max(
    0,
    ...rows.map(({ subject, details }) => (details.length === 0 ? 0 : subject.length)),
  );
  return rows.flatMap(({ sign, subject, details }) =>
    // One reason a line, the first beside what it is the reason for.
    [details[0] ?? "", ...details.slice(1)].map((detail, line) => {
      const start = line === 0 ? `  ${sign} ${subject}` : "";
      return `${start.padEnd(width + 4)}   ${detail}`.trimEnd();
    }),
  );
}

function detailsOf(change: Change): readonly string[] {
  return change.kind === "route" && change.sign === "+" ? [describeRoute(change)] : change.reasons;
}

function subjectOf(change: Change): string {
  return change.kind === "route"
    ? `${change.method.padEnd(longestMethod(change))} ${change.path}`
    : otherSubject(change);
}

/** `GET  /greeting` and `POST /orders` line up; longer methods are rare enough to stick out. */
function longestMethod({ method }: RouteChange): number {
  return Math.max(4, method.length);
}

function otherSubject({ kind, name }: OtherChange): string {
  return kind === "api" ? `API ${name}` : `${kind} ${name}`;
}

function describeRoute({ integration, auth, function: served }: RouteChange): string {
  const parts = [
    integration,
    ...(auth === "none" ? [] : [auth]),
    ...(served === undefined
      ? []
      : [`function ${served.label}${served.isNew ? ` (new, ${size(served.codeSize)})` : ""}`]),
  ];
  return parts.join(" · ");
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Decimal units, as the console shows them. */
function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
