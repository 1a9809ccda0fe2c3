import { startGateway } from "../../src/index.ts";

/** The process that is watched: a gateway in memory, which says its URL once it takes requests. */
const { url } = await startGateway({ port: 0 });
process.stdout.write(`${url}\n`);
