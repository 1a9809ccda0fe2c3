import { type FaultReport, startGateway } from "@gatewright/local-gateway";

const gateway = await startGateway({
  quotas: true,
  faults: { seed: 7, rules: [{ operation: "GetRestApis", fault: "throttle", count: 1 }] },
});
const first = await fetch(`${gateway.url}/restapis`);
const second = await fetch(`${gateway.url}/restapis`);
console.log(first.status, second.status); // 429 200

const faults = `${gateway.url}/_gatewright/faults`;
const { rules } = (await (await fetch(faults)).json()) as FaultReport;
console.log(rules); // [ { asked: 2, hit: 1 } ]

await fetch(faults, { method: "PUT", body: JSON.stringify({ rules: [{ fault: "internalError" }] }) });
await fetch(faults, { method: "DELETE" });
await gateway.close();
