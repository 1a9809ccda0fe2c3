import { startGateway } from "@gatewright/local-gateway";

const gateway = await startGateway({ port: 0 });
console.log(gateway.url);
await gateway.close();
