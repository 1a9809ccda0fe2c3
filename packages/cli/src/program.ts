import { Command, Option } from "commander";
import { usualPort } from "./running-gateway.ts";

/**
 * The command line: what can be said, and which function hears it. A command is imported when it is said: the
 * bundler and the SDKs behind one would slow down the start of every other.
 */
export function program(): Command {
  const command = new Command("gatewright")
    .description("AWS Lambda APIs behind API Gateway REST APIs, deployed to AWS or to the local API Gateway.")
    .showHelpAfterError("(gatewright --help says what there is)");

  command
    .command("gateway")
    .description("run the local API Gateway until it is ended")
    .option("--port <number>", "port to listen on; 0 takes a free one", usualPort())
    .addOption(
      new Option("--data <dir>", "directory for the state").default(true, ".gatewright/data of the project"),
    )
    .option("--no-data", "keep the state in memory")
    .option("--quotas", "enforce API Gateway's quotas, as AWS does")
    .option("--faults <file>", "JSON file that says what is to go wrong (docs/local-gateway.md)")
    .option("--allowed-host <name>", "host name that reaches it besides localhost (repeatable)", andMore, [])
    .option(
      "--user-pool <id[=url]>",
      "user pool whose tokens AWS, or the owner of the keys (JWKS) at url, signs (repeatable)",
      andMore,
      [],
    )
    .option(
      "--service-endpoint <service=url>",
      "where an AWS service that integrations call is to be had (repeatable)",
      andMore,
      [],
    )
    .option("--no-stream-limit", "stream long answers as fast as they come, not at AWS's 2 MB a second")
    .option("--json", 'print {"url": "…"} when it is ready')
    .action(async (options) => (await import("./commands/gateway.ts")).gateway(options));

  targeted(command.command("plan"))
    .description("say what deploy would do, and do nothing")
    .option("--detailed-exitcode", "exit with 2 when there is something to do")
    .option("--json", "print the plan as JSON")
    .action(async (options) => (await import("./commands/plan.ts")).plan(options));

  targeted(command.command("deploy"))
    .description("deploy the project's APIs (default: to the local API Gateway)")
    .option("--json", "print the result as JSON")
    .action(async (options) => (await import("./commands/deploy.ts")).deploy(options));

  targeted(command.command("destroy"))
    .description("remove what deploy has made, and nothing else")
    .option("--yes", "do not ask")
    .option("--json", "print the result as JSON")
    .action(async (options) => (await import("./commands/destroy.ts")).destroy(options));

  command
    .command("client")
    .description("write the typed client of each of the project's APIs")
    .option("--project <dir>", "the project's folder", ".")
    .option("--out <dir>", "folder for the files, from the project's", "src")
    .option("--check", "write nothing; fail if a file is not up to date")
    .action(async (options) => (await import("./commands/client.ts")).client(options));

  return command;
}

function targeted(command: Command): Command {
  return command
    .option("--project <dir>", "the project's folder", ".")
    .option("--stage <name>", "stage to deploy to (default: the one that the API names)")
    .option("--target <local|aws>", "the local API Gateway, or AWS", "local")
    .option("--endpoint-url <url>", "URL of the local API Gateway (default: the one that runs)")
    .option("--region <name>", "AWS Region (default: AWS_REGION; locally us-east-1)");
}

/** For an option that may be given more than once. */
function andMore(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
