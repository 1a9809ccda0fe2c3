import { startGateway } from "../../src/index.ts";

/** The process that is killed: a gateway on a data directory, which says its URL once it takes requests. */
const [dataDirectory = ""] = process.argv.slice(2);
const { url } = await startGateway({ dataDirectory, port: 0 });
process.stdout.write(`${url}\n`);
