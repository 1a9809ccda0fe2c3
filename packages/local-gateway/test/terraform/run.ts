import { spawn } from "node:child_process";
import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { strToU8, zipSync } from "fflate";
import { startGateway } from "../../src/index.ts";

/*
 * `npm run terraform -w @gatewright/local-gateway [-- directory of plugins]`: Terraform and its AWS provider make what
 * main.tf says, find nothing to change afterwards, and remove it again. Terraform has to be installed; without the
 * directory it downloads the provider.
 */

const [plugins] = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), "gatewright-terraform-"));
const gateway = await startGateway({ port: 0 });
try {
  await cp(fileURLToPath(new URL("main.tf", import.meta.url)), join(folder, "main.tf"));
  const code = `exports.handler = async () => ({ statusCode: 200, body: "made by " + process.env.NAME });`;
  const zip = join(folder, "function.zip");
  await writeFile(zip, zipSync({ "index.js": strToU8(code) }));
  const terraform = (...args: readonly string[]) =>
    run("terraform", [...args, "-no-color"], { TF_VAR_url: gateway.url, TF_VAR_zip: zip });

  await terraform("init", ...(plugins === undefined ? [] : [`-plugin-dir=${plugins}`]));
  const applied = await terraform("apply", "-auto-approve");
  const url = (await terraform("output", "-raw", "url")).trim();
  const answer = await (await fetch(url)).text();
  if (answer !== "made by terraform") throw new Error(`${url} answers ${answer}`);
  // With this option, an exit code other than 0 says that something would be changed.
  await terraform("plan", "-detailed-exitcode");
  const destroyed = await terraform("destroy", "-auto-approve");
  for (const text of [applied, destroyed]) console.log(/^(?:Apply|Destroy) complete!.*$/m.exec(text)?.[0]);
  console.log("The function behind the API answered, and a second plan had nothing to change.");
} finally {
  await gateway.close();
  await rm(folder, { recursive: true, force: true });
}

function run(
  command: string,
  args: readonly string[],
  more: Readonly<Record<string, string>>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    // A configuration of the user's own could name other plugins.
    const { TF_CLI_CONFIG_FILE: _, ...environment } = process.env;
    const child = spawn(command, args, { cwd: folder, env: { ...environment, ...more } });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk) => {
        output += String(chunk);
      });
    child.once("error", () => reject(new Error(`${command} is not installed.`)));
    child.once("exit", (code) =>
      code === 0
        ? resolve(output)
        : reject(new Error(`${command} ${args[0]} ended with ${code}:\n${output}`)),
    );
  });
}
